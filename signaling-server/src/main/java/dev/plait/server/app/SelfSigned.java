package dev.plait.server.app;

import dev.plait.server.config.ThisMachine;
import dev.plait.server.config.TlsConfig;
import dev.plait.server.tls.BadPem;
import dev.plait.server.tls.NodeKey;
import dev.plait.server.tls.PemFiles;
import dev.plait.turn.program.PrivateFolder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes a certificate that nobody but the node itself has signed, for trying on a local network. It
 * is kept in the data folder, so that who trusts it once need not do so again.
 */
final class SelfSigned {
  /** Safari takes none that is valid for longer than 825 days; a try is shorter by far. */
  private static final int DAYS = 90;

  /** One that ends sooner is made anew at the start. */
  private static final Duration LEFT_MIN = Duration.ofDays(7);

  private static final String FOLDER = "tls";
  private static final String CERTIFICATE = "certificate.pem";
  private static final String PASSWORD_VARIABLE = "PLAIT_STORE_PASSWORD";

  private static final String ALIAS = "node";

  private SelfSigned() {}

  /**
   * The files, made when they are not there, cannot be used or end soon.
   *
   * @throws StartException when they cannot be made
   */
  static TlsConfig in(Path dataDir) {
    Path folder = dataDir.resolve(FOLDER);
    Path certificate = folder.resolve(CERTIFICATE);
    Path key = folder.resolve("key.pem");
    try {
      if (!isGood(certificate, key)) {
        PrivateFolder.make(dataDir);
        PrivateFolder.make(folder);
        make(folder, certificate, key);
      }
      return new TlsConfig(certificate.toString(), key.toString(), true);
    } catch (IOException | GeneralSecurityException e) {
      throw new StartException(
          "No certificate can be made in " + folder + ": " + e.getMessage() + ".", e);
    }
  }

  private static boolean isGood(Path certificate, Path key) {
    try {
      return PemFiles.read(certificate, key).end().isAfter(Instant.now().plus(LEFT_MIN));
    } catch (BadPem none) {
      return false;
    }
  }

  private static void make(Path folder, Path certificate, Path key)
      throws IOException, GeneralSecurityException {
    Path making = Files.createTempDirectory(folder, "making");
    Path store = making.resolve("store.p12");
    try {
      keytool(store);
      KeyStore made = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        made.load(in, PASSWORD_VARIABLE.toCharArray());
      }
      PrivateFile.write(
          key,
          pem("PRIVATE KEY", made.getKey(ALIAS, PASSWORD_VARIABLE.toCharArray()).getEncoded()));
      PrivateFile.write(certificate, pem("CERTIFICATE", made.getCertificate(ALIAS).getEncoded()));
    } finally {
      Files.deleteIfExists(store);
      Files.deleteIfExists(making);
    }
  }

  /** The JDK has no public class that signs certificates, but a program. */
  private static void keytool(Path store) throws IOException {
    ProcessBuilder keytool =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            ALIAS,
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=Plait node (self-signed)",
            "-ext",
            "san=" + String.join(",", names()),
            "-validity",
            Integer.toString(DAYS),
            "-storetype",
            "PKCS12",
            "-storepass:env",
            PASSWORD_VARIABLE,
            "-keystore",
            store.toString());
    // In a folder that nobody else can read, for a moment: the password protects nothing.
    keytool.environment().put(PASSWORD_VARIABLE, PASSWORD_VARIABLE);
    Process process = keytool.redirectErrorStream(true).start();
    process.getOutputStream().close();
    try (InputStream said = process.getInputStream()) {
      String words = new String(said.readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new IOException(words);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** What others may call this machine, as keytool writes it: its name, and its addresses. */
  private static Set<String> names() throws IOException {
    Set<String> names = new LinkedHashSet<>();
    String host = hostName();
    if (host.matches("[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9-]+)*")) {
      names.add("dns:" + host);
      if (host.indexOf('.') < 0) {
        names.add("dns:" + host + ".local"); // as mDNS announces it
      }
    }
    names.add("dns:localhost");
    for (String address : addresses()) {
      names.add("ip:" + address);
    }
    names.add("ip:127.0.0.1");
    names.add("ip:::1");
    return names;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "";
    }
  }

  /** What a person is told who starts such a node. */
  static List<String> words(NodeKey key, Path dataDir, int port) {
    String others =
        key.hosts().stream()
            .filter(host -> !ThisMachine.is(host))
            .map(host -> "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port)
            .collect(Collectors.joining(", "));
    return List.of(
        "this node has signed its certificate itself, so it is for trying only",
        "others in this network reach it at " + others,
        "browsers will warn that the connection is not private, since nobody whom they know vouches"
            + " for the node; let them show the certificate, and go on only when its SHA-256"
            + " fingerprint is",
        key.fingerprint(),
        "programs take it when they are given a copy of "
            + dataDir.resolve(FOLDER).resolve(CERTIFICATE)
            + ": ./plait chat --server URL --trust FILE …");
  }

  /** Of this machine, as others in its networks reach it. */
  private static List<String> addresses() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(one -> !one.isLoopbackAddress() && !one.isLinkLocalAddress())
        .map(InetAddress::getHostAddress)
        .map(text -> text.replaceFirst("%.*", ""))
        .toList();
  }

  private static String pem(String kind, byte[] bytes) {
    String lines =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes);
    return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(kind, lines);
  }
}

package dev.plait.server.app;

import dev.plait.server.config.TlsConfig;
import dev.plait.server.tls.BadPem;
import dev.plait.server.tls.PemFiles;
import dev.plait.turn.program.PrivateFolder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a certificate that nobody but the node itself has signed, for trying on a local network. It
 * is kept in the data folder, so that who trusts it once need not do so again.
 */
final class SelfSigned {
  private static final Logger LOG = LoggerFactory.getLogger(SelfSigned.class);

  /** Safari takes none that is valid for longer than 825 days; a try is shorter by far. */
  private static final int DAYS = 90;

  /** One that ends sooner is made anew at the start. */
  private static final Duration LEFT_MIN = Duration.ofDays(7);

  private static final String FOLDER = "tls";
  private static final String CERTIFICATE = "certificate.pem";
  private static final String PASSWORD_VARIABLE = "PLAIT_STORE_PASSWORD";

  private static final String MAKING = "making";

  /** What keytool takes between the dots of a name; it refuses all when one is otherwise. */
  private static final String LABEL = "[A-Za-z0-9][A-Za-z0-9-]*";

  private static final String ALIAS = "node";

  private SelfSigned() {}

  /**
   * The files, made when they are not there, cannot be used or end soon.
   *
   * @param host what this machine is called; empty for nothing
   * @throws StartException when they cannot be made
   */
  static TlsConfig in(Path dataDir, String host) {
    Path certificate = certificate(dataDir);
    Path folder = dataDir.resolve(FOLDER);
    Path key = folder.resolve("key.pem");
    try {
      String wrong = wrongWith(certificate, key);
      if (!wrong.isEmpty()) {
        if (Files.exists(certificate)) {
          LOG.warn(
              "{}; so there is a new one, which whoever trusts the old one (--trust) does not take",
              wrong);
        }
        PrivateFolder.make(dataDir);
        PrivateFolder.make(folder);
        deleteLeft(folder);
        make(folder, certificate, key, names(host));
      }
      return new TlsConfig(certificate.toString(), key.toString(), true);
    } catch (IOException | GeneralSecurityException e) {
      throw new StartException(
          "No certificate can be made in " + folder + ": " + e.getMessage() + ".", e);
    }
  }

  /** The same, by the name that this machine has. */
  static TlsConfig in(Path dataDir) {
    return in(dataDir, hostName());
  }

  static Path certificate(Path dataDir) {
    return dataDir.resolve(FOLDER).resolve(CERTIFICATE);
  }

  /** Why there must be another; empty when these are good. */
  private static String wrongWith(Path certificate, Path key) {
    try {
      Instant end = PemFiles.read(certificate, key).end();
      return end.isAfter(Instant.now().plus(LEFT_MIN)) ? "" : certificate + " ends at " + end;
    } catch (BadPem bad) {
      return String.valueOf(bad.getMessage());
    }
  }

  private static void make(Path folder, Path certificate, Path key, Set<String> names)
      throws IOException, GeneralSecurityException {
    Path making = Files.createTempDirectory(folder, MAKING);
    Path store = making.resolve("store.p12");
    try {
      keytool(store, names);
      KeyStore made = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        made.load(in, PASSWORD_VARIABLE.toCharArray());
      }
      PrivateFile.write(
          key,
          pem("PRIVATE KEY", made.getKey(ALIAS, PASSWORD_VARIABLE.toCharArray()).getEncoded()));
      PrivateFile.write(certificate, pem("CERTIFICATE", made.getCertificate(ALIAS).getEncoded()));
    } finally {
      deleteLeft(folder);
    }
  }

  /** Also what a node left that was killed while it made one. */
  private static void deleteLeft(Path folder) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, MAKING + "*")) {
      for (Path making : left) {
        Files.deleteIfExists(making.resolve("store.p12"));
        Files.deleteIfExists(making);
      }
    }
  }

  /** The JDK has no public class that signs certificates, but a program. */
  private static void keytool(Path store, Set<String> names) throws IOException {
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
            "san=" + String.join(",", names),
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
  private static Set<String> names(String host) throws IOException {
    Set<String> names = new LinkedHashSet<>();
    if (host.matches(LABEL + "(\\." + LABEL + ")*")) {
      names.add("dns:" + host);
      if (host.indexOf('.') < 0) {
        names.add("dns:" + host + ".local"); // as mDNS announces it
      }
    }
    names.add("dns:localhost");
    for (String address : OwnAddresses.now()) {
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

  private static String pem(String kind, byte[] bytes) {
    String lines =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes);
    return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(kind, lines);
  }
}

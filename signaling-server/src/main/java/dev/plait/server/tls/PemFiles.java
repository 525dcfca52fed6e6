package dev.plait.server.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a certificate and its key from PEM files (RFC 7468), as ACME clients such as certbot write
 * them: fullchain.pem, the node's own certificate first, and privkey.pem, PKCS #8. Stateless.
 */
public final class PemFiles {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  /** Old keys with a password have lines of headers (RFC 1421) before what is in {@link #BLOCK}. */
  private static final Pattern KEY = Pattern.compile("-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----");

  /** By the algorithm of the key: what browsers take, and how to see that two belong together. */
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");

  private PemFiles() {}

  /**
   * Reads both and sees that they belong together.
   *
   * @throws BadPem when they cannot be used
   */
  public static NodeKey read(Path certificate, Path key) throws BadPem {
    List<X509Certificate> chain = chain(certificate);
    X509Certificate own = chain.getFirst();
    PrivateKey secret = key(key, own.getPublicKey(), certificate);
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "node",
          secret,
          NodeKey.STORE_PASSWORD.toCharArray(),
          chain.toArray(X509Certificate[]::new));
      return new NodeKey(store, own);
    } catch (GeneralSecurityException | IOException notAChain) {
      throw new BadPem(
          certificate
              + " is no chain: it must have the node's own certificate first, then those that"
              + " issued it, each after the one that it issued (fullchain.pem of certbot)");
    }
  }

  private static List<X509Certificate> chain(Path file) throws BadPem {
    List<X509Certificate> chain = new ArrayList<>();
    Matcher block = BLOCK.matcher(text(file));
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      while (block.find()) {
        if (block.group(1).equals("CERTIFICATE")) {
          var bytes = new ByteArrayInputStream(decoded(block));
          chain.add((X509Certificate) factory.generateCertificate(bytes));
        }
      }
    } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
      throw new BadPem(file + " has a certificate that cannot be read");
    }
    if (chain.isEmpty()) {
      throw new BadPem(file + " has no certificate: it must be PEM (-----BEGIN CERTIFICATE-----)");
    }
    return chain;
  }

  private static PrivateKey key(Path file, PublicKey other, Path certificate) throws BadPem {
    refuseOpenToOthers(file);
    String algorithm = other.getAlgorithm();
    if (!SIGNATURES.containsKey(algorithm)) {
      throw new BadPem(
          certificate + " has a key of the kind " + algorithm + ": browsers take RSA and EC");
    }
    PrivateKey key;
    try {
      byte[] pkcs8 = decoded(keyBlock(file));
      key = KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
      throw new BadPem(file + " has no " + algorithm + " key that can be read, as " + certificate);
    }
    if (!belongTogether(key, other)) {
      throw new BadPem(file + " is not the key of the first certificate in " + certificate);
    }
    return key;
  }

  private static Matcher keyBlock(Path file) throws BadPem {
    String text = text(file);
    Matcher key = KEY.matcher(text);
    if (!key.find()) {
      throw new BadPem(file + " has no key: it must be PEM (-----BEGIN PRIVATE KEY-----)");
    }
    String kind = key.group(1);
    if (!kind.equals("PRIVATE KEY")) {
      throw new BadPem(
          "%1$s is a %2$s: make it PKCS #8 without a password, openssl pkcs8 -topk8 -nocrypt -in %1$s -out NEW"
              .formatted(file, kind));
    }
    Matcher block = BLOCK.matcher(text);
    if (!block.find(key.start())) {
      throw new BadPem(file + " has a key that cannot be read: it is cut off, or no PEM");
    }
    return block;
  }

  private static boolean belongTogether(PrivateKey key, PublicKey other) {
    byte[] anything = "plait".getBytes(StandardCharsets.US_ASCII);
    try {
      Signature signature = Signature.getInstance(SIGNATURES.get(other.getAlgorithm()));
      signature.initSign(key);
      signature.update(anything);
      byte[] signed = signature.sign();
      signature.initVerify(other);
      signature.update(anything);
      return signature.verify(signed);
    } catch (GeneralSecurityException unlike) {
      return false;
    }
  }

  /** The group may read it: that is how a node that is not root gets at the key. */
  private static void refuseOpenToOthers(Path file) throws BadPem {
    var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    Set<PosixFilePermission> rights;
    try {
      rights = view.readAttributes().permissions();
    } catch (IOException unreadable) {
      throw cannotBeRead(file);
    }
    refuse(file, rights, PosixFilePermission.OTHERS_READ, "read");
    refuse(file, rights, PosixFilePermission.OTHERS_WRITE, "write to");
  }

  private static void refuse(
      Path file, Set<PosixFilePermission> rights, PosixFilePermission right, String verb)
      throws BadPem {
    if (rights.contains(right)) {
      throw new BadPem(
          "everybody on this machine may %2$s the key %1$s: chmod o= %1$s".formatted(file, verb));
    }
  }

  private static byte[] decoded(Matcher block) {
    return Base64.getMimeDecoder().decode(block.group(2));
  }

  private static String text(Path file) throws BadPem {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException unreadable) {
      throw cannotBeRead(file);
    }
  }

  private static BadPem cannotBeRead(Path file) {
    return new BadPem(file + " is not there, or this user may not read it");
  }
}

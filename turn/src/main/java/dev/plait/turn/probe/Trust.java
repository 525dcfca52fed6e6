package dev.plait.turn.probe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Whom to trust in TLS. */
public final class Trust {
  private Trust() {}

  /**
   * The certificates of a file and nobody else, each as an authority or as a server's own. Those
   * that have ended are left out, since Java does not ask that of what it is told to trust.
   *
   * @param pem one certificate or several
   * @throws IllegalArgumentException when the file cannot be read, or has no certificate that has
   *     not ended
   */
  public static SSLContext only(Path pem) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (X509Certificate each : lasting(pem)) {
        store.setCertificateEntry("authority-" + store.size(), each);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(pem + " has no certificate that can be read", e);
    }
  }

  private static List<X509Certificate> lasting(Path pem)
      throws IOException, GeneralSecurityException {
    List<X509Certificate> all = new ArrayList<>();
    try (InputStream in = Files.newInputStream(pem)) {
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        all.add((X509Certificate) each);
      }
    }
    if (all.isEmpty()) {
      throw new IllegalArgumentException(pem + " has no certificate");
    }
    Instant now = Instant.now();
    List<X509Certificate> lasting =
        all.stream().filter(each -> each.getNotAfter().toInstant().isAfter(now)).toList();
    if (lasting.isEmpty()) {
      throw new IllegalArgumentException(
          "the certificate in %s has ended at %s: get the server's new one"
              .formatted(pem, all.getFirst().getNotAfter().toInstant()));
    }
    return lasting;
  }
}

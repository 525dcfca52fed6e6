package dev.plait.server.config;

/**
 * TLS of the node itself.
 *
 * @param certificate path of its certificate with the chain, PEM; empty for none
 * @param key path of the private key, PEM; empty for none
 * @param selfSigned whether it makes a certificate of its own, for trying
 */
public record TlsConfig(String certificate, String key, boolean selfSigned) {
  /** Whether the node speaks TLS. */
  public boolean enabled() {
    return selfSigned || !certificate.isEmpty();
  }

  static TlsConfig read(Settings settings) {
    TlsConfig tls =
        new TlsConfig(
            settings.text("plait.http.certificate", ""),
            settings.text("plait.http.key", ""),
            settings.flag("plait.http.self-signed", false));
    if (tls.certificate.isEmpty() != tls.key.isEmpty()) {
      throw new ConfigException(
          tls.key.isEmpty() ? "plait.http.key" : "plait.http.certificate",
          "must be set, too: TLS needs plait.http.certificate and plait.http.key");
    }
    if (tls.selfSigned && !tls.key.isEmpty()) {
      throw new ConfigException(
          "plait.http.self-signed",
          "must not be true (--tls-self-signed) when plait.http.certificate is set");
    }
    return tls;
  }
}

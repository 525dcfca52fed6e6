package dev.plait.server.tls;

import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * What a node shows in TLS: a certificate with its chain, and the private key. Immutable.
 *
 * @param store has it all, under {@link #STORE_PASSWORD}; never written anywhere
 * @param certificate the node's own
 */
public record NodeKey(KeyStore store, X509Certificate certificate) {
  /** Protects nothing: the store is in memory only. */
  public static final String STORE_PASSWORD = "in-memory";

  /** RFC 5280 §4.2.1.6: a general name of the form dNSName, iPAddress. */
  private static final int DNS_NAME = 2;

  private static final int IP_ADDRESS = 7;

  /** Names that the certificate is for, in lower case; then its addresses. Wildcards left out. */
  public List<String> hosts() {
    List<String> hosts = new ArrayList<>(alternatives(DNS_NAME));
    hosts.removeIf(name -> name.contains("*"));
    hosts.addAll(alternatives(IP_ADDRESS));
    return hosts;
  }

  private List<String> alternatives(int kind) {
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      return all == null
          ? List.of()
          : all.stream()
              .filter(name -> name.getFirst().equals(kind))
              .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
              .toList();
    } catch (CertificateParsingException unreadable) {
      return List.of();
    }
  }

  /** When it ends. */
  public Instant end() {
    return certificate.getNotAfter().toInstant();
  }

  /** SHA-256 of the certificate, as browsers show it: pairs of hexadecimal digits with colons. */
  public String fingerprint() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
    } catch (NoSuchAlgorithmException | CertificateEncodingException impossible) {
      throw new IllegalStateException("a certificate that was read has no bytes", impossible);
    }
  }

  /** Leaves the key out. */
  @Override
  public String toString() {
    return "NodeKey[" + fingerprint() + "]";
  }
}

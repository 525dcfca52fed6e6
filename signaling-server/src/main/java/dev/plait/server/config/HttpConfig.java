package dev.plait.server.config;

import java.util.List;

/**
 * Where the node listens and whom it believes.
 *
 * @param host address to bind, 127.0.0.1 unless set
 * @param port 0 to 65535; 0 takes a free one
 * @param allowedOrigins web pages that may call, as in the Origin header; none by default
 * @param trustedProxies addresses of proxies whose X-Forwarded-For and X-Forwarded-Proto are
 *     believed; none by default
 * @param page whether it serves the page that comes with it
 * @param path under which a proxy shows it, and takes off; "/" for none
 * @param tls whether and how it speaks TLS
 */
public record HttpConfig(
    String host,
    int port,
    List<String> allowedOrigins,
    List<String> trustedProxies,
    boolean page,
    String path,
    TlsConfig tls) {
  /** Copies the lists. */
  public HttpConfig {
    allowedOrigins = List.copyOf(allowedOrigins);
    trustedProxies = List.copyOf(trustedProxies);
  }
}

package dev.plait.peer.link;

import java.net.http.HttpClient;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Makes HTTP clients as a node wants them. Stateless. */
public final class Clients {
  private Clients() {}

  /**
   * One that speaks HTTP/1.1, as nodes do.
   *
   * @param tls whom it trusts; null for whom Java trusts
   */
  public static HttpClient.Builder of(@Nullable SSLContext tls) {
    HttpClient.Builder client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
    return tls == null ? client : client.sslContext(tls);
  }
}

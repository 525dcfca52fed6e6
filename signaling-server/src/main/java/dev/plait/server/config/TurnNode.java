package dev.plait.server.config;

import java.util.ArrayList;
import java.util.List;

/**
 * One TURN server.
 *
 * @param name as the settings and metrics call it
 * @param host name or address that clients reach it by
 * @param region where it is; nodes of one region are equally near to a client
 * @param weight its share among those, 1 to 1,000
 * @param udpPort TURN over UDP; 0 for none
 * @param tcpPort TURN over TCP; 0 for none
 * @param tlsPort TURN over TLS; 0 for none
 * @param draining whether it is to be offered to nobody any more
 */
public record TurnNode(
    String name,
    String host,
    String region,
    int weight,
    int udpPort,
    int tcpPort,
    int tlsPort,
    boolean draining) {

  /** Its URLs (RFC 7065), the fastest transport first. */
  public List<String> urls() {
    String at = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    List<String> urls = new ArrayList<>();
    if (udpPort != 0) {
      urls.add("turn:" + at + ":" + udpPort + "?transport=udp");
    }
    if (tcpPort != 0) {
      urls.add("turn:" + at + ":" + tcpPort + "?transport=tcp");
    }
    if (tlsPort != 0) {
      urls.add("turns:" + at + ":" + tlsPort + "?transport=tcp");
    }
    return urls;
  }
}

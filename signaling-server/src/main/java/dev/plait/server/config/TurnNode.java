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
 * @param hosting how its program is to run
 */
public record TurnNode(
    String name,
    String host,
    String region,
    int weight,
    int udpPort,
    int tcpPort,
    int tlsPort,
    boolean draining,
    TurnHosting hosting) {

  /**
   * One way to reach it.
   *
   * @param transport {@code udp}, {@code tcp} or {@code tls}
   * @param url RFC 7065
   */
  public record Way(String transport, String url) {}

  /** How it is reached, the fastest transport first. */
  public List<Way> ways() {
    List<Way> ways = new ArrayList<>();
    if (udpPort != 0) {
      ways.add(new Way("udp", "turn:" + at(udpPort) + "?transport=udp"));
    }
    if (tcpPort != 0) {
      ways.add(new Way("tcp", "turn:" + at(tcpPort) + "?transport=tcp"));
    }
    if (tlsPort != 0) {
      ways.add(new Way("tls", "turns:" + at(tlsPort) + "?transport=tcp"));
    }
    return ways;
  }

  /** Its URL for STUN (RFC 7064), over UDP; only with a port for UDP. */
  public String stunUrl() {
    return "stun:" + at(udpPort);
  }

  private String at(int port) {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}

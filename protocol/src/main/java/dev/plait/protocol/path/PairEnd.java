package dev.plait.protocol.path;

/**
 * One end of the candidate pair that a channel uses (W3C webrtc-stats, RTCIceCandidateStats).
 *
 * @param type {@code host}, {@code srflx}, {@code prflx} or {@code relay}
 * @param protocol {@code udp} or {@code tcp}
 * @param relayProtocol how an own end of type {@code relay} talks to its TURN server: {@code udp},
 *     {@code tcp} or {@code tls}; else empty
 */
public record PairEnd(String type, String protocol, String relayProtocol) {
  /** Whether it is at a TURN server. */
  public boolean relayed() {
    return type.equals("relay");
  }
}

package dev.plait.turn.config;

/**
 * Addresses that a TURN server must not relay to.
 *
 * @param block which
 * @param name what they are for
 * @param source where that is written down
 */
public record PeerRange(AddressBlock block, String name, String source) {
  static PeerRange of(String block, String name, String source) {
    return new PeerRange(AddressBlock.parse(block), name, source);
  }
}

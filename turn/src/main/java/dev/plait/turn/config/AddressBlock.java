package dev.plait.turn.config;

import dev.plait.turn.stun.TransportAddress;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * The addresses that share a prefix, as in {@code 10.0.0.0/8}, or a single one. Keeps IPv4-mapped
 * IPv6 addresses apart from IPv4 ones, which {@link InetAddress} does not. Immutable.
 */
public final class AddressBlock {
  /** Bytes of an IPv6 address. */
  static final int IPV6_BYTES = 16;

  private final String text;
  private final byte[] network;
  private final int prefixBits;

  private AddressBlock(String text, byte[] network, int prefixBits) {
    this.text = text;
    this.network = network;
    this.prefixBits = prefixBits;
  }

  /**
   * Reads an address, or a block in CIDR notation (RFC 4632 §3.1, RFC 4291 §2.3).
   *
   * @throws IllegalArgumentException when it is neither, or the address is not the first one of its
   *     block
   */
  public static AddressBlock parse(String text) {
    int slash = text.indexOf('/');
    byte[] network = bytes(slash < 0 ? text : text.substring(0, slash));
    int bits = network.length * 8;
    int prefixBits = slash < 0 ? bits : prefix(text.substring(slash + 1), bits);
    AddressBlock block = new AddressBlock(text, network, prefixBits);
    if (!Arrays.equals(network, block.end(0))) {
      throw new IllegalArgumentException(text + " is not the beginning of a block");
    }
    return block;
  }

  /**
   * The bytes of an address written as such, never of a name; 16 for one with a colon, also when it
   * is IPv4-mapped.
   *
   * @throws IllegalArgumentException when it is no address
   */
  public static byte[] bytes(String address) {
    boolean six = address.indexOf(':') >= 0;
    // ofLiteral also takes 127.1, brackets and zones.
    if (!address.matches(six ? "[0-9a-fA-F:.]+" : "[0-9]+(\\.[0-9]+){3}")) {
      throw new IllegalArgumentException(address + " is no IP address");
    }
    return TransportAddress.parse(address, 0).address();
  }

  private static int prefix(String text, int bits) {
    if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) > bits) {
      throw new IllegalArgumentException("/" + text + " is no prefix of an address");
    }
    return Integer.parseInt(text);
  }

  /**
   * Whether the address is in it; never one of the other family.
   *
   * @param address 4 or 16 bytes
   */
  public boolean contains(byte[] address) {
    if (address.length != network.length) {
      return false;
    }
    for (int bit = 0; bit < prefixBits; bit++) {
      if (((address[bit / 8] ^ network[bit / 8]) & (0x80 >> bit % 8)) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether it is of IPv6. */
  public boolean isIpv6() {
    return network.length == IPV6_BYTES;
  }

  /** Whether it has one address only. */
  public boolean isSingle() {
    return prefixBits == network.length * 8;
  }

  /** How many bits all its addresses share. */
  int prefixBits() {
    return prefixBits;
  }

  /** Its first address. */
  public String first() {
    int slash = text.indexOf('/');
    return slash < 0 ? text : text.substring(0, slash);
  }

  /** Its last address. */
  public String last() {
    return isSingle() ? first() : text(end(0xff));
  }

  /** The network with all further bits 0 or 1. */
  private byte[] end(int fill) {
    byte[] end = network.clone();
    for (int bit = prefixBits; bit < end.length * 8; bit++) {
      int mask = 0x80 >> bit % 8;
      end[bit / 8] = (byte) ((end[bit / 8] & ~mask) | (fill & mask));
    }
    return end;
  }

  /** An address of 4 or 16 bytes as text. */
  static String text(byte[] address) {
    return TransportAddress.of(address, 0).host();
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}

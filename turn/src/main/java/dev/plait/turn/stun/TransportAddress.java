package dev.plait.turn.stun;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * An address and a port as they are on the wire. Unlike {@link InetAddress} it keeps an IPv4
 * address that is written as an IPv6 one ({@code ::ffff:127.0.0.1}) apart from the IPv4 address
 * itself: a server may treat them differently. Immutable.
 */
public final class TransportAddress {
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;
  private static final byte[] MAPPED_PREFIX = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

  private final byte[] address;
  private final int port;

  private TransportAddress(byte[] address, int port) {
    if (address.length != IPV4_BYTES && address.length != IPV6_BYTES) {
      throw new IllegalArgumentException("an address of " + address.length + " bytes");
    }
    if (port < 0 || port > 0xFFFF) {
      throw new IllegalArgumentException("no port: " + port);
    }
    this.address = address;
    this.port = port;
  }

  /**
   * Copies the bytes.
   *
   * @param address 4 bytes or 16
   * @param port 0 to 65,535
   */
  public static TransportAddress of(byte[] address, int port) {
    return new TransportAddress(address.clone(), port);
  }

  /** The same address and port; {@code socket} must be resolved. */
  public static TransportAddress of(InetSocketAddress socket) {
    return new TransportAddress(socket.getAddress().getAddress(), socket.getPort());
  }

  /**
   * Reads an IP address in its text form, without asking a name server.
   *
   * @param literal IPv4 with four numbers, or IPv6 without brackets
   * @throws IllegalArgumentException when it is no such address
   */
  public static TransportAddress parse(String literal, int port) {
    if (literal.indexOf(':') < 0) {
      return new TransportAddress(InetAddress.ofLiteral(literal).getAddress(), port);
    }
    byte[] read = Inet6Address.ofLiteral(literal).getAddress();
    return new TransportAddress(read.length == IPV4_BYTES ? mapped(read) : read, port);
  }

  /** Java reads a mapped address as the IPv4 address in it. */
  private static byte[] mapped(byte[] ipv4) {
    byte[] all = Arrays.copyOf(MAPPED_PREFIX, IPV6_BYTES);
    System.arraycopy(ipv4, 0, all, MAPPED_PREFIX.length, IPV4_BYTES);
    return all;
  }

  /** Whether it has 16 bytes. */
  public boolean isIpv6() {
    return address.length == IPV6_BYTES;
  }

  /** A copy of the bytes, 4 or 16. */
  public byte[] address() {
    return address.clone();
  }

  /** 0 to 65,535. */
  public int port() {
    return port;
  }

  /** The same address with another port. */
  public TransportAddress withPort(int other) {
    return new TransportAddress(address, other);
  }

  /** For sockets, which take a mapped address as the IPv4 address in it. */
  public InetSocketAddress toSocketAddress() {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // the constructor has checked the length
    }
  }

  /** The address alone, as text; a mapped one with its IPv4 part as such. */
  public String host() {
    try {
      if (!isIpv6()) {
        return InetAddress.getByAddress(address).getHostAddress();
      }
      if (Arrays.equals(address, 0, 12, MAPPED_PREFIX, 0, 12)) {
        byte[] ipv4 = Arrays.copyOfRange(address, 12, IPV6_BYTES);
        return "::ffff:" + InetAddress.getByAddress(ipv4).getHostAddress();
      }
      return compressed(InetAddress.getByAddress(address).getHostAddress());
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // the constructor has checked the length
    }
  }

  /** Leaves out the longest run of zeroes (RFC 5952 §4.2). */
  private static String compressed(String groups) {
    String padded = ":" + groups + ":";
    for (int zeroes = 8; zeroes >= 2; zeroes--) {
      String run = ":0".repeat(zeroes) + ":";
      int at = padded.indexOf(run);
      if (at >= 0) {
        String before = padded.substring(0, at);
        String after = padded.substring(at + run.length());
        return (before.isEmpty() ? "" : before.substring(1))
            + "::"
            + (after.isEmpty() ? "" : after.substring(0, after.length() - 1));
      }
    }
    return groups;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TransportAddress that
        && port == that.port
        && Arrays.equals(address, that.address);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(address) + port;
  }

  /** {@code 192.0.2.1:3478} or {@code [2001:db8::1]:3478}. */
  @Override
  public String toString() {
    return (isIpv6() ? "[" + host() + "]" : host()) + ":" + port;
  }
}

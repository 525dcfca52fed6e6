package dev.plait.tests.nat;

import java.io.IOException;

/**
 * The laboratory's internet: one segment on which every router and every public host has addresses.
 * The services live in its namespace. The addresses look public, since the TURN server refuses all
 * that do not; nothing outside is reachable from here.
 */
final class PublicNet implements AutoCloseable {
  private static final String IPV6_NET = "2a11:0:0";

  static final String CHAT = "11.0.0.10";
  static final String CHAT_6 = IPV6_NET + ":0::10";
  static final String TURN = "11.0.0.20";
  static final String TURN_6 = IPV6_NET + ":0::20";

  /** The second address by which TURN servers find out how a NAT behaves (RFC 5780 §3). */
  static final String TURN_OTHER = "11.0.0.21";

  private final Namespace hub;
  private final Namespace beyond;

  PublicNet() throws IOException, InterruptedException {
    hub = Namespace.make("public");
    beyond = Namespace.make("beyond");
    hub.ip("link add br0 type bridge");
    hub.ip("link set br0 up");
    for (String address : new String[] {CHAT, TURN, TURN_OTHER}) {
      hub.ip("addr add " + address + "/8 dev br0");
    }
    for (String address : new String[] {CHAT_6, TURN_6}) {
      hub.ip("-6 addr add " + address + "/64 dev br0 nodad");
    }
    hub.sysctl("net.ipv6.conf.all.forwarding=1");
    letTheRestVanish();
  }

  /** As on the internet, what is addressed to nobody vanishes, and its sender hears nothing. */
  private void letTheRestVanish() throws IOException, InterruptedException {
    Namespace.connect(hub, "beyond", beyond, "eth0");
    beyond.ip("addr add 198.18.0.1/30 dev eth0");
    beyond.ip("-6 addr add fd00::1/64 dev eth0 nodad");
    hub.ip("addr add 198.18.0.2/30 dev beyond");
    hub.ip("-6 addr add fd00::2/64 dev beyond nodad");
    hub.ip("route add default via 198.18.0.1");
    hub.ip("-6 route add default via fd00::1");
  }

  Namespace hub() {
    return hub;
  }

  /** The outer IPv4 address of the network of a side. */
  static String wan(int number) {
    return "11.0.1." + number;
  }

  /** The names that there are, each with both kinds of address. */
  static final String NAMES =
      """
      %s chat.plait.test
      %s chat.plait.test
      %s turn.plait.test
      %s turn.plait.test
      """
          .formatted(CHAT, CHAT_6, TURN, TURN_6);

  /** The inner IPv6 net of a side, without the length of 64. */
  static String lan6(int number) {
    return IPV6_NET + ":" + number + "::";
  }

  /**
   * Connects a machine to the segment.
   *
   * @param end the interface's name there
   * @param number 1 to 254, one for each network
   */
  void attach(Namespace machine, String end, int number) throws IOException, InterruptedException {
    String port = "port" + number;
    Namespace.connect(hub, port, machine, end);
    hub.ip("link set " + port + " master br0");
    machine.ip("addr add " + wan(number) + "/8 dev " + end);
    machine.ip("-6 addr add " + wan6(number) + "/64 dev " + end + " nodad");
    machine.ip("-6 route add default via " + CHAT_6);
    hub.ip("-6 route replace " + lan6(number) + "/64 via " + wan6(number));
  }

  /** Takes a machine off again. */
  void detach(int number) throws IOException, InterruptedException {
    hub.ip("link del port" + number);
  }

  /** The outer IPv4 address to which it may move. */
  static String elsewhere(int number) {
    return "11.0.2." + number;
  }

  /** The outer IPv6 address of the network of a side. */
  static String wan6(int number) {
    return IPV6_NET + ":0::1:" + number;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    beyond.close();
    hub.close();
  }
}

package dev.plait.tests.nat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The laboratory's internet: one segment on which every router and every public host has addresses.
 * The services live in its namespace. The addresses look public, since the TURN server refuses all
 * that do not; nothing outside is reachable from here.
 */
final class PublicNet implements AutoCloseable {
  private static final String IPV6_NET = "2a11:0:0";

  static final String CHAT = "11.0.0.10";
  static final String CHAT_6 = IPV6_NET + ":0::10";

  /**
   * The first TURN server has two addresses of IPv4, by which clients find out how their NAT
   * behaves (RFC 5780 §3).
   */
  static final List<String> TURN_1 = List.of("11.0.0.20", "11.0.0.21", IPV6_NET + ":0::20");

  static final List<String> TURN_2 = List.of("11.0.0.30", IPV6_NET + ":0::30");

  /** The names that there are, each with both kinds of address. */
  static final String NAMES =
      names("chat.plait.test", List.of(CHAT, CHAT_6))
          + names("turn-1.plait.test", List.of(TURN_1.getFirst(), TURN_1.getLast()))
          + names("turn-2.plait.test", TURN_2);

  private final Parts parts = new Parts();
  private final Namespace hub;
  private final Namespace beyond;

  PublicNet() throws Exception {
    hub = parts.add(Namespace.make("public"));
    try {
      beyond = parts.add(Namespace.make("beyond"));
      build();
    } catch (IOException | InterruptedException e) {
      close();
      throw e;
    }
  }

  private void build() throws IOException, InterruptedException {
    hub.ip("link add br0 type bridge");
    hub.ip("link set br0 up");
    List<String> addresses = new ArrayList<>(List.of(CHAT, CHAT_6));
    addresses.addAll(TURN_1);
    addresses.addAll(TURN_2);
    for (String address : addresses) {
      hub.ip(
          address.indexOf(':') >= 0
              ? "-6 addr add " + address + "/64 dev br0 nodad"
              : "addr add " + address + "/8 dev br0");
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

  private static String names(String name, List<String> addresses) {
    return addresses.stream()
        .map(address -> address + " " + name + "\n")
        .collect(Collectors.joining());
  }

  Namespace hub() {
    return hub;
  }

  /** The outer IPv4 address of the network of a side. */
  static String wan(int number) {
    return "11.0.1." + number;
  }

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
  public void close() throws Exception {
    parts.close();
  }
}

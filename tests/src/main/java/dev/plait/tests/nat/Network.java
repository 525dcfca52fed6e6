package dev.plait.tests.nat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A network of some kind, with its routers and one or two hosts. Each router has its own namespace,
 * and so has each host.
 */
final class Network implements AutoCloseable {
  /**
   * What came to a lossy router since it became one.
   *
   * @param packets all that it was to pass on, either way
   * @param lost of these, how many it lost
   */
  record Loss(long packets, long lost) {}

  private static final Pattern COUNTED = Pattern.compile("counter packets (\\d+)");

  private static final String PROXY = "192.168.0.1";
  private static final int PROXY_PORT = 3_128;

  private final int number;
  private final List<Namespace> hosts = new ArrayList<>();
  private final Parts parts = new Parts();
  private NetworkKind kind;
  private Namespace router;

  /**
   * Builds one.
   *
   * @param number 1 to 254, no other network's; its addresses are made from it
   * @param hostCount 1 or 2
   * @param folder for what its proxy has to say
   */
  Network(PublicNet net, NetworkKind kind, int number, int hostCount, Path folder)
      throws Exception {
    this.kind = kind;
    this.number = number;
    this.router = parts.add(Namespace.make(kind.slug() + number));
    try {
      net.attach(router, kind == NetworkKind.PUBLIC ? "eth0" : "wan", number);
      parts.add(() -> net.detach(number));
      if (kind == NetworkKind.PUBLIC) {
        hosts.add(router);
        router.resolver(PublicNet.CHAT);
      } else {
        translate(hostCount, folder);
      }
    } catch (IOException | InterruptedException e) {
      close();
      throw e;
    }
  }

  private void translate(int hostCount, Path folder) throws IOException, InterruptedException {
    if (kind == NetworkKind.CARRIER_GRADE) {
      insertHomeRouter();
    }
    forwarding(router);
    for (int i = 0; i < hostCount; i++) {
      addHost(i);
    }
    rules(kind);
    router.resolver("127.0.0.1");
    parts.add(Resolver.start(router, folder));
    if (kind == NetworkKind.PROXY_ONLY) {
      parts.add(Proxy.start(router, PROXY, PROXY_PORT, folder));
    }
  }

  /** The carrier's router is the one on the public segment; a second one comes behind it. */
  private void insertHomeRouter() throws IOException, InterruptedException {
    Namespace carrier = router;
    router = parts.add(Namespace.make("home" + number));
    Namespace.connect(carrier, "lan0", router, "wan");
    carrier.ip("addr add 100.64.0.1/24 dev lan0");
    router.ip("addr add 100.64.0.2/24 dev wan");
    router.ip("route add default via 100.64.0.1");
    forwarding(carrier);
    carrier.rules(PacketRules.of(kind, PublicNet.wan(number), "100.64.0.2"));
  }

  private static void forwarding(Namespace router) throws IOException, InterruptedException {
    router.sysctl("net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");
  }

  /** Each host has its own cable, so that two of them do not see each other. */
  private void addHost(int index) throws IOException, InterruptedException {
    Namespace host = parts.add(Namespace.make("host" + number + index));
    String lan = "lan" + index;
    Namespace.connect(router, lan, host, "eth0");
    if (kind != NetworkKind.IPV6_ONLY) {
      router.ip("addr add 192.168." + index + ".1/24 dev " + lan);
      host.ip("addr add " + address(index) + "/24 dev eth0");
      host.ip("route add default via 192.168." + index + ".1");
    }
    if (kind == NetworkKind.IPV6_ONLY || kind == NetworkKind.BROKEN_IPV6) {
      router.ip("-6 addr add " + PublicNet.lan6(number) + "1/64 dev " + lan + " nodad");
      host.ip("-6 addr add " + PublicNet.lan6(number) + "2/64 dev eth0 nodad");
      host.ip("-6 route add default via " + PublicNet.lan6(number) + "1");
    }
    host.resolver(
        kind == NetworkKind.IPV6_ONLY ? PublicNet.lan6(number) + "1" : "192.168." + index + ".1");
    hosts.add(host);
  }

  private static String address(int index) {
    return "192.168." + index + ".2";
  }

  /** Makes it a network of another kind, as far as its packet rules go. */
  void rules(NetworkKind as) throws IOException, InterruptedException {
    kind = as;
    String wan = as == NetworkKind.CARRIER_GRADE ? "100.64.0.2" : PublicNet.wan(number);
    router.rules(PacketRules.of(as, wan, address(0)));
  }

  /** Lets nothing through any more; nobody is told. */
  void cutAll() throws IOException, InterruptedException {
    router.run("nft", "insert", "rule", "ip", "plait", "forward", "drop");
  }

  /** Lets through nothing but what the node says and hears. */
  void cutButServer() throws IOException, InterruptedException {
    router.run(
        "nft",
        "insert rule ip plait forward ip saddr != %1$s ip daddr != %1$s drop"
            .formatted(PublicNet.CHAT));
  }

  /** Lets no UDP through any more. */
  void cutUdp() throws IOException, InterruptedException {
    router.run("nft", "insert", "rule", "ip", "plait", "forward", "meta", "l4proto", "udp", "drop");
  }

  /** Loses a part of all packets, either way, until it is mended. */
  void lose(int percent) throws IOException, InterruptedException {
    router.run(
        "nft",
        "insert rule ip plait forward numgen random mod 100 < %d counter drop".formatted(percent));
    router.run("nft", "insert rule ip plait forward counter");
  }

  /** What the router has counted since {@link #lose}. */
  Loss loss() throws IOException, InterruptedException {
    List<Long> counted =
        COUNTED
            .matcher(router.run("nft", "list chain ip plait forward"))
            .results()
            .map(match -> Long.valueOf(match.group(1)))
            .toList();
    return new Loss(counted.get(0), counted.get(1));
  }

  /** Lets through what it did before. */
  void mend() throws IOException, InterruptedException {
    rules(kind);
  }

  /** The host moves to another address, behind another outer address; what was open is dead. */
  void roam() throws IOException, InterruptedException {
    Namespace host = hosts.getFirst();
    host.ip("addr del " + address(0) + "/24 dev eth0");
    router.ip("addr del " + PublicNet.wan(number) + "/8 dev wan");
    router.ip("addr add " + PublicNet.elsewhere(number) + "/8 dev wan");
    host.ip("addr add 192.168.0.3/24 dev eth0");
    host.ip("route add default via 192.168.0.1");
  }

  Namespace host(int index) {
    return hosts.get(index);
  }

  /** What a person here would have set up for programs. */
  List<String> javaOptions() {
    return kind == NetworkKind.PROXY_ONLY
        ? List.of("-Dhttps.proxyHost=" + PROXY, "-Dhttps.proxyPort=" + PROXY_PORT)
        : List.of();
  }

  /** The same for a browser. */
  List<String> browserFlags() {
    return kind == NetworkKind.PROXY_ONLY
        ? List.of("--proxy-server=http://" + PROXY + ":" + PROXY_PORT)
        : List.of();
  }

  @Override
  public void close() throws Exception {
    parts.close();
  }
}

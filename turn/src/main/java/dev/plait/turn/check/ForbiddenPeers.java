package dev.plait.turn.check;

import dev.plait.turn.config.AddressBlock;
import dev.plait.turn.config.PeerRange;
import dev.plait.turn.config.PeerRanges;
import dev.plait.turn.stun.TransportAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which addresses are asked for: both ends and the middle of each special range, and known doors.
 */
final class ForbiddenPeers {
  /** Discard (RFC 863): nothing is sent in any case. */
  private static final int PORT = 9;

  /**
   * What attackers ask for first. Several stand for one range: a server may treat them differently.
   */
  private static final List<String> DOORS =
      List.of(
          // Services on the machine itself. The one after loopback is systemd-resolved.
          "127.0.0.1",
          "127.0.0.53",
          "0.0.0.1",
          // Neighbours.
          "10.0.0.1",
          "172.17.0.1",
          "192.168.0.1",
          "100.100.100.200",
          // Metadata of clouds: AWS, Google, Azure and others; containers of AWS; Oracle; IPv6 of
          // AWS, Google.
          "169.254.169.254",
          "169.254.170.2",
          "192.0.0.192",
          "fd00:ec2::254",
          "fd20:ce::254",
          // All hosts, all routers, service discovery.
          "224.0.0.1",
          "224.0.0.251",
          "239.255.255.250",
          "ff02::1",
          "ff02::fb",
          "ff05::2",
          "fe80::1",
          "fc00::1",
          // IPv4 in IPv6: mapped, compatible, translated, NAT64, 6to4, Teredo.
          "::ffff:127.0.0.1",
          "::ffff:10.0.0.1",
          "::ffff:192.168.0.1",
          "::ffff:169.254.169.254",
          "::127.0.0.1",
          "::10.0.0.1",
          "::169.254.169.254",
          "::ffff:0:127.0.0.1",
          "64:ff9b::127.0.0.1",
          "64:ff9b::10.0.0.1",
          "64:ff9b::169.254.169.254",
          "64:ff9b:1::127.0.0.1",
          "64:ff9b:1::10.0.0.1",
          "2002:7f00:1::",
          "2002:7f00:1::1",
          "2002:a00:1::1",
          "2002:a9fe:a9fe::1",
          "2001:0:7f00:1::1",
          "2001:0:a00:1:0:0:80ff:fffe");

  private static final String OWN = "the server's own address";

  private ForbiddenPeers() {}

  /**
   * All of them, each once.
   *
   * @param own addresses of the server, whose ports are asked for, too
   */
  static List<ForbiddenPeer> all(Collection<TransportAddress> own) {
    Map<TransportAddress, ForbiddenPeer> all = new LinkedHashMap<>();
    for (TransportAddress address : own) {
      all.put(address, new ForbiddenPeer(address, ownRange(address)));
    }
    Stream.concat(PeerRanges.ipv4().stream(), PeerRanges.ipv6().stream())
        .flatMap(range -> ends(range).stream())
        .forEach(address -> add(all, address));
    DOORS.forEach(door -> add(all, TransportAddress.parse(door, PORT)));
    return List.copyOf(all.values());
  }

  /** Whether the range is an address of the server. */
  static boolean isOwn(PeerRange range) {
    return range.name().equals(OWN);
  }

  private static void add(Map<TransportAddress, ForbiddenPeer> all, TransportAddress address) {
    PeerRange range =
        PeerRanges.covering(address.address())
            .orElseThrow(() -> new IllegalStateException(address + " is not special"));
    all.putIfAbsent(address, new ForbiddenPeer(address, range));
  }

  private static PeerRange ownRange(TransportAddress address) {
    return new PeerRange(AddressBlock.parse(address.host()), OWN, "RFC 8656 §21.1.7");
  }

  /** Its first address, its last one, and the one in the middle. */
  private static List<TransportAddress> ends(PeerRange range) {
    byte[] first = AddressBlock.bytes(range.block().first());
    byte[] last = AddressBlock.bytes(range.block().last());
    List<TransportAddress> ends = new ArrayList<>();
    ends.add(TransportAddress.of(first, PORT));
    if (!range.block().isSingle()) {
      ends.add(TransportAddress.of(middle(first, last), PORT));
      ends.add(TransportAddress.of(last, PORT));
    }
    return ends;
  }

  private static byte[] middle(byte[] first, byte[] last) {
    byte[] middle = first.clone();
    for (int at = 0; at < first.length; at++) {
      int differing = (first[at] ^ last[at]) & 0xFF;
      if (differing != 0) {
        middle[at] |= (byte) Integer.highestOneBit(differing);
        break;
      }
    }
    return middle;
  }
}

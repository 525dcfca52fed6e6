package dev.plait.turn.config;

import dev.plait.turn.credential.TurnSecrets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one TURN server is to do, whatever program it is. Checked when it is made, so that its text
 * can be written into a configuration file as it is.
 *
 * @param name as the node's own settings call it
 * @param realm of the credentials
 * @param secrets that sign them; all are taken
 * @param listening where clients reach it
 * @param relaying where it relays from
 * @param certificate for TLS; null for none
 * @param quotas how much it gives away
 * @param peers exceptions from {@link PeerRanges}
 * @param metricsPort where it shows metrics for Prometheus, on 127.0.0.1; 0 for nowhere
 * @param runAs user and group that it becomes after a start as root; empty to stay what it is
 */
public record TurnServerSettings(
    String name,
    String realm,
    TurnSecrets secrets,
    Listening listening,
    Relaying relaying,
    @Nullable Certificate certificate,
    Quotas quotas,
    Peers peers,
    int metricsPort,
    String runAs) {
  private static final int PORT_MAX = 65_535;

  /**
   * Checks them.
   *
   * @throws IllegalArgumentException when there is TLS without a certificate, or a name, realm or
   *     user has characters that a configuration file gives a meaning to
   */
  public TurnServerSettings {
    check(name.matches("[A-Za-z0-9._-]{1,128}"), "the name must be of letters, digits, . _ and -");
    check(
        realm.matches("[A-Za-z0-9._-]{1,128}"), "the realm must be of letters, digits, . _ and -");
    check(runAs.matches("[A-Za-z0-9_-]{0,32}"), "the user must be of letters, digits, _ and -");
    check(
        certificate != null || listening.tlsPort() == 0,
        "TLS needs a certificate and its key; without them set the port of TLS to 0");
    checkPort(metricsPort, 0);
  }

  /**
   * Where clients reach it.
   *
   * @param addresses of this machine; none for all that it has
   * @param udpPort TURN over UDP; 0 for none
   * @param tcpPort TURN over TCP; 0 for none
   * @param tlsPort TURN over TLS; 0 for none
   */
  public record Listening(List<String> addresses, int udpPort, int tcpPort, int tlsPort) {
    /** Copies the list; throws {@link IllegalArgumentException} for what is no address or port. */
    public Listening {
      addresses = List.copyOf(addresses);
      addresses.forEach(AddressBlock::bytes);
      checkPort(udpPort, 0);
      checkPort(tcpPort, 0);
      checkPort(tlsPort, 0);
      check(udpPort + tcpPort + tlsPort > 0, "a TURN server needs at least one port");
    }

    /** Whether two addresses are of one family: what RFC 5780 needs. */
    boolean hasTwoOfAFamily() {
      long ipv6 = addresses.stream().filter(address -> address.indexOf(':') >= 0).count();
      return ipv6 >= 2 || addresses.size() - ipv6 >= 2;
    }
  }

  /**
   * Where it relays from.
   *
   * @param external how the addresses of this machine look from outside, if they are translated
   * @param portMin first port of UDP for relaying, 1,024 to 65,535
   * @param portMax last one, not before the first
   */
  public record Relaying(List<External> external, int portMin, int portMax) {
    /** Copies the list; throws {@link IllegalArgumentException} for a bad range. */
    public Relaying {
      external = List.copyOf(external);
      checkPort(portMin, 1_024);
      checkPort(portMax, portMin);
    }
  }

  /**
   * An address as others see it.
   *
   * @param publicAddress that others send to
   * @param privateAddress of this machine that it is translated to; empty when there is only one
   */
  public record External(String publicAddress, String privateAddress) {
    /** Throws {@link IllegalArgumentException} for what is no address, or two of two families. */
    public External {
      int bytes = AddressBlock.bytes(publicAddress).length;
      check(
          privateAddress.isEmpty() || AddressBlock.bytes(privateAddress).length == bytes,
          publicAddress + "/" + privateAddress + " is of two address families");
    }

    /** Whether it says which address of the machine it belongs to. */
    boolean hasPrivate() {
      return !privateAddress.isEmpty();
    }

    /** Reads {@code public} or {@code public/private}. */
    public static External parse(String text) {
      int slash = text.indexOf('/');
      return slash < 0
          ? new External(text, "")
          : new External(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public String toString() {
      return hasPrivate() ? publicAddress + "/" + privateAddress : publicAddress;
    }
  }

  /**
   * PEM files that the TURN server reads.
   *
   * @param chainFile certificate, then those between it and the root
   * @param keyFile private key
   */
  public record Certificate(String chainFile, String keyFile) {
    /** Throws {@link IllegalArgumentException} unless both are absolute paths in plain letters. */
    public Certificate {
      check(isPlainPath(chainFile) && isPlainPath(keyFile), "certificate and key must be paths");
    }

    private static boolean isPlainPath(String path) {
      return path.matches("/[^\\p{Cntrl}\"'\\\\#]+");
    }
  }

  /**
   * How much it gives away.
   *
   * @param allocationsPerUser at a time; a device that gathers takes one for each URL and network
   * @param allocations of all users at a time
   * @param bytesPerS of one allocation, each way
   * @param capacityBytesPerS of all together; coturn gives each allocation its whole share of it
   */
  public record Quotas(
      int allocationsPerUser, int allocations, int bytesPerS, int capacityBytesPerS) {
    /** Throws {@link IllegalArgumentException} unless each is at least 1. */
    public Quotas {
      check(
          Math.min(
                  Math.min(allocationsPerUser, allocations), Math.min(bytesPerS, capacityBytesPerS))
              > 0,
          "a quota must be at least 1: 0 means no limit to coturn");
    }
  }

  /**
   * Exceptions from {@link PeerRanges}.
   *
   * @param denied further addresses that it must not relay to
   * @param allowed addresses that it relays to although they are denied
   */
  public record Peers(List<AddressBlock> denied, List<AddressBlock> allowed) {
    /** Copies the lists. */
    public Peers {
      denied = List.copyOf(denied);
      allowed = List.copyOf(allowed);
    }
  }

  /**
   * Its own addresses, as far as they are known here, and those that {@link Peers} adds: what it
   * must not relay to besides {@link PeerRanges}.
   */
  public List<PeerRange> ownRanges() {
    Map<String, String> own = new LinkedHashMap<>();
    for (String address : listening.addresses()) {
      own.put(address, "its own, clients reach it there");
    }
    for (External external : relaying.external()) {
      own.put(external.publicAddress(), "its own, as seen from outside");
      if (external.hasPrivate()) {
        own.put(external.privateAddress(), "its own, behind a translation");
      }
    }
    for (AddressBlock denied : peers.denied()) {
      own.put(denied.toString(), "denied by the node's settings");
    }
    List<PeerRange> ranges = new ArrayList<>();
    own.forEach((block, what) -> ranges.add(PeerRange.of(block, what, "settings")));
    return ranges;
  }

  private static void checkPort(int port, int min) {
    check(port >= min && port <= PORT_MAX, port + " is not between " + min + " and " + PORT_MAX);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}

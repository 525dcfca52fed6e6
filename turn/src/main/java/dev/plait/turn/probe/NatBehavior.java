package dev.plait.turn.probe;

import dev.plait.turn.stun.AttributeType;
import dev.plait.turn.stun.StunAttribute;
import dev.plait.turn.stun.TransportAddress;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how the network translates and filters UDP (RFC 5780 §4), with the words of RFC 4787.
 * Used by one thread.
 */
public final class NatBehavior {
  /** Which outside address a socket has. */
  public enum Mapping {
    NONE("no address translation", "the address of this machine is the one that others see"),
    ENDPOINT_INDEPENDENT(
        "friendly address translation",
        "one outside address for all peers: direct connections work with most networks"),
    ADDRESS_DEPENDENT(
        "address-dependent translation",
        "another outside address for each peer's address: direct connections work with friendly"
            + " networks only, others need TURN"),
    ADDRESS_AND_PORT_DEPENDENT(
        "symmetric address translation",
        "another outside address for each peer's address and port: direct connections work with"
            + " friendly networks only, others need TURN"),
    DEPENDENT(
        "symmetric address translation",
        "the outside address differs from server to server: direct connections work with friendly"
            + " networks only, others need TURN"),
    UNKNOWN("unknown address translation", "one server with one address does not show it");

    private final String words;
    private final String meaning;

    Mapping(String words, String meaning) {
      this.words = words;
      this.meaning = meaning;
    }

    /** Its name for people. */
    public String words() {
      return words;
    }

    /** What it means for connections. */
    public String meaning() {
      return meaning;
    }
  }

  /** Whose packets come in. */
  public enum Filtering {
    ENDPOINT_INDEPENDENT("packets come in from everybody"),
    ADDRESS_DEPENDENT("packets come in from addresses that something was sent to"),
    ADDRESS_AND_PORT_DEPENDENT(
        "packets come in from addresses and ports that something was sent to"),
    UNKNOWN("unknown: the server has one address only");

    private final String words;

    Filtering(String words) {
      this.words = words;
    }

    /** For people. */
    public String words() {
      return words;
    }
  }

  /**
   * What was found.
   *
   * @param local where this machine sends from
   * @param mapped where the first server sees it
   * @param roundTripMs to the first server
   */
  public record Report(
      TransportAddress local,
      TransportAddress mapped,
      Mapping mapping,
      Filtering filtering,
      double roundTripMs) {}

  private static final int CHANGE_PORT = 2;
  private static final int CHANGE_ADDRESS_AND_PORT = 6;

  private final List<InetSocketAddress> servers;
  private final TurnUrl url;
  private final Duration timeout;

  private NatBehavior(List<InetSocketAddress> servers, TurnUrl url, Duration timeout) {
    this.servers = servers;
    this.url = url;
    this.timeout = timeout;
  }

  /**
   * Asks the servers over UDP. A server that says OTHER-ADDRESS is enough; without one, the outside
   * addresses that several servers see are compared, and filtering is unknown.
   *
   * @param urls one at least; the transports are not looked at. Names of one address family.
   * @param timeout for each of at most six questions and for resolving each name; silence is an
   *     answer to three of them, so that one to two seconds are enough for most networks
   * @throws TurnException when the first server does not answer: there is no UDP to it
   */
  public static Report discover(List<TurnUrl> urls, Duration timeout) throws TurnException {
    List<InetSocketAddress> servers = new ArrayList<>();
    for (TurnUrl url : urls) {
      InetAddress first = Reaching.resolve(url, Deadline.in(timeout))[0];
      InetSocketAddress server = new InetSocketAddress(first, url.port());
      if (!servers.contains(server)) {
        servers.add(server);
      }
    }
    return new NatBehavior(servers, urls.getFirst(), timeout).discover();
  }

  private Report discover() throws TurnException {
    InetSocketAddress first = servers.getFirst();
    try (UdpCarrier carrier = UdpCarrier.unconnected(first)) {
      StunClient.Binding binding = ask(carrier, first, 0);
      if (binding == null) {
        throw TurnException.of(url, Fault.NO_ANSWER, "");
      }
      TransportAddress local = localFor(first, binding.local().port());
      // Before anything is sent to the other address, which would open the way for its answers.
      Filtering filtering = filtering(binding.other());
      Mapping mapping = binding.mapped().equals(local) ? Mapping.NONE : mapping(carrier, binding);
      return new Report(local, binding.mapped(), mapping, filtering, binding.roundTripMs());
    } catch (IOException e) {
      throw Reaching.failed(url, e);
    }
  }

  /** RFC 5780 §4.3. */
  private Mapping mapping(UdpCarrier carrier, StunClient.Binding first)
      throws TurnException, IOException {
    @Nullable TransportAddress other = first.other();
    if (other != null) {
      TransportAddress otherAddress = other.withPort(servers.getFirst().getPort());
      StunClient.Binding second = ask(carrier, otherAddress.toSocketAddress(), 0);
      if (second != null && second.mapped().equals(first.mapped())) {
        return Mapping.ENDPOINT_INDEPENDENT;
      }
      StunClient.Binding third = ask(carrier, other.toSocketAddress(), 0);
      if (second != null && third != null) {
        return third.mapped().equals(second.mapped())
            ? Mapping.ADDRESS_DEPENDENT
            : Mapping.ADDRESS_AND_PORT_DEPENDENT;
      }
    }
    return compared(carrier, first.mapped());
  }

  /** What several servers see; the same port at another address is what shows independence. */
  private Mapping compared(UdpCarrier carrier, TransportAddress mapped)
      throws TurnException, IOException {
    Mapping found = Mapping.UNKNOWN;
    for (InetSocketAddress server : servers.subList(1, servers.size())) {
      StunClient.Binding binding = ask(carrier, server, 0);
      if (binding == null) {
        continue;
      }
      boolean isOtherAddress = !server.getAddress().equals(servers.getFirst().getAddress());
      if (!binding.mapped().equals(mapped)) {
        return isOtherAddress ? Mapping.DEPENDENT : Mapping.ADDRESS_AND_PORT_DEPENDENT;
      }
      if (isOtherAddress) {
        found = Mapping.ENDPOINT_INDEPENDENT;
      }
    }
    return found;
  }

  /** RFC 5780 §4.4, from a socket of its own. */
  private Filtering filtering(@Nullable TransportAddress other) throws TurnException, IOException {
    InetSocketAddress first = servers.getFirst();
    if (other == null) {
      return Filtering.UNKNOWN;
    }
    try (UdpCarrier carrier = UdpCarrier.unconnected(first)) {
      if (ask(carrier, first, 0) == null) {
        return Filtering.UNKNOWN;
      }
      TransportAddress asked = TransportAddress.of(first);
      if (ask(carrier, first, CHANGE_ADDRESS_AND_PORT) != null) {
        return carrier.sender().equals(asked) ? Filtering.UNKNOWN : Filtering.ENDPOINT_INDEPENDENT;
      }
      if (ask(carrier, first, CHANGE_PORT) != null) {
        return carrier.sender().equals(asked) ? Filtering.UNKNOWN : Filtering.ADDRESS_DEPENDENT;
      }
      return Filtering.ADDRESS_AND_PORT_DEPENDENT;
    }
  }

  private StunClient.@Nullable Binding ask(UdpCarrier carrier, InetSocketAddress server, int change)
      throws TurnException {
    carrier.aimAt(server);
    List<StunAttribute> attributes =
        change == 0
            ? List.of()
            : List.of(new StunAttribute.Count(AttributeType.CHANGE_REQUEST, change));
    return StunClient.bind(url, carrier, attributes, Deadline.in(timeout));
  }

  /**
   * A socket that is not connected does not know which of the machine's addresses it sends from.
   */
  private static TransportAddress localFor(InetSocketAddress server, int port) throws IOException {
    try (DatagramSocket route = new DatagramSocket()) {
      route.connect(server);
      return TransportAddress.of(new InetSocketAddress(route.getLocalAddress(), port));
    }
  }
}

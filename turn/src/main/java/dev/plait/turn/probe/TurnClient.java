package dev.plait.turn.probe;

import dev.plait.turn.credential.TurnCredential;
import dev.plait.turn.stun.AttributeType;
import dev.plait.turn.stun.ChannelData;
import dev.plait.turn.stun.Payload;
import dev.plait.turn.stun.StunAttribute;
import dev.plait.turn.stun.StunAttribute.Address;
import dev.plait.turn.stun.StunAttribute.Count;
import dev.plait.turn.stun.StunCodec;
import dev.plait.turn.stun.StunFormatException;
import dev.plait.turn.stun.StunMessage;
import dev.plait.turn.stun.StunMethod;
import dev.plait.turn.stun.TransportAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A client of one TURN server with one allocation at most (RFC 8656), over UDP, TCP or TLS.
 * Refreshes nothing by itself. Used by one thread at a time.
 */
public final class TurnClient implements AutoCloseable {
  /** IP families of relayed addresses (RFC 8656 §18.6). */
  public enum Family {
    IPV4(1),
    IPV6(2);

    private final int code;

    Family(int code) {
      this.code = code;
    }

    /** The family of an address. */
    public static Family of(TransportAddress address) {
      return address.isIpv6() ? IPV6 : IPV4;
    }
  }

  /**
   * What the server has allocated.
   *
   * @param relayed where peers reach this client
   * @param mapped where the server sees this client
   * @param lifetimeS seconds until it ends unless it is refreshed
   * @param realm of the server, as far as it can be printed
   * @param software as the server calls itself, likewise; may be empty
   * @param roundTripMs milliseconds from request to answer
   */
  public record Allocation(
      TransportAddress relayed,
      TransportAddress mapped,
      long lifetimeS,
      String realm,
      String software,
      double roundTripMs) {}

  /**
   * Data that was relayed.
   *
   * @param peer who sent it
   * @param byChannel whether it came on a channel, not as an indication
   */
  public record Relayed(TransportAddress peer, Payload data, boolean byChannel) {}

  /** RFC 8656 §18.8. */
  private static final int UDP = 17;

  /** What comes while an answer is awaited; over it, data is lost as on any way of UDP. */
  private static final int WAITING_PACKETS_MAX = 1_024;

  /** A server that does not answer drops the allocation at the end of its life. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

  /** "The client SHOULD try three different client transport addresses" (RFC 8656 §7.4). */
  private static final int CLIENT_ADDRESSES_MAX = 3;

  private final TurnUrl url;
  private final TurnOptions options;
  private Carrier carrier;
  private final Queue<byte[]> waiting = new ArrayDeque<>();
  private final Map<Integer, TransportAddress> channels = new HashMap<>();
  private @Nullable Requests requests;

  private TurnClient(TurnUrl url, TurnOptions options, Carrier carrier) {
    this.url = url;
    this.options = options;
    this.carrier = carrier;
  }

  /**
   * Reaches the server. Over UDP nothing is sent yet.
   *
   * @throws TurnException when it cannot be reached
   */
  public static TurnClient connect(TurnUrl url, TurnOptions options) throws TurnException {
    if (!url.scheme().isTurn()) {
      throw new IllegalArgumentException(url + " is not the URL of a TURN server");
    }
    return new TurnClient(url, options, Reaching.reach(url, options));
  }

  /**
   * Allocates a relayed address for UDP. Where the server still knows an allocation of this
   * client's address, which is another client's that ended without a word, other addresses of this
   * machine are tried (RFC 8656 §7.4).
   *
   * @throws TurnException when the server refuses or does not answer
   */
  public Allocation allocate(TurnCredential credential, Family family) throws TurnException {
    return allocate(credential, family, options.timeout());
  }

  Allocation allocate(TurnCredential credential, Family family, Duration timeout)
      throws TurnException {
    Deadline deadline = Deadline.in(timeout);
    // They stay open until there is an answer: the system would give a port that is free again.
    List<Carrier> mismatched = new ArrayList<>();
    try {
      while (true) {
        try {
          return allocate(credential, family, deadline);
        } catch (TurnException e) {
          boolean isLast = mismatched.size() + 1 == CLIENT_ADDRESSES_MAX || deadline.hasPassed();
          if (e.fault() != Fault.ALLOCATION_MISMATCH || requests != null || isLast) {
            throw e;
          }
        }
        Carrier other = Reaching.reach(url, options.withTimeout(deadline.left()));
        mismatched.add(carrier);
        carrier = other;
        waiting.clear();
      }
    } finally {
      mismatched.forEach(Carrier::close);
    }
  }

  private Allocation allocate(TurnCredential credential, Family family, Deadline deadline)
      throws TurnException {
    Requests asking = new Requests(url, options.realm(), carrier, credential, this::keep);
    Count transport = new Count(AttributeType.REQUESTED_TRANSPORT, UDP);
    Count wanted = new Count(AttributeType.REQUESTED_ADDRESS_FAMILY, family.code);
    // RFC 8656 §7.1: IPv4 is what one gets without asking, also from servers that know no families.
    StunMessage answer =
        family == Family.IPV4
            ? asking.ask(deadline, StunMethod.ALLOCATE, transport)
            : asking.ask(deadline, StunMethod.ALLOCATE, transport, wanted);
    requests = asking;
    TransportAddress relayed = answer.address(AttributeType.XOR_RELAYED_ADDRESS);
    TransportAddress mapped = answer.address(AttributeType.XOR_MAPPED_ADDRESS);
    if (relayed == null || mapped == null) {
      throw TurnException.of(url, Fault.NOT_TURN, "an allocation without an address");
    }
    String software = answer.text(AttributeType.SOFTWARE);
    return new Allocation(
        relayed,
        mapped,
        answer.number(AttributeType.LIFETIME, 0),
        Printable.of(asking.realm()),
        software == null ? "" : Printable.of(software),
        asking.roundTripMs());
  }

  /**
   * Asks for another life of the allocation (RFC 8656 §8).
   *
   * @param lifetime zero ends it
   * @return the seconds that the server grants
   */
  public long refresh(Duration lifetime) throws TurnException {
    return refresh(lifetime, options.timeout());
  }

  private long refresh(Duration lifetime, Duration timeout) throws TurnException {
    return allocated()
        .ask(
            Deadline.in(timeout),
            StunMethod.REFRESH,
            new Count(AttributeType.LIFETIME, lifetime.toSeconds()))
        .number(AttributeType.LIFETIME, 0);
  }

  /**
   * Asks for a permission: that data passes between this client and the peer's IP address (RFC 8656
   * §10).
   *
   * @throws TurnException {@link Fault#FORBIDDEN} when the server relays nothing to this peer
   */
  public void permit(TransportAddress peer) throws TurnException {
    allocated().ask(timeout(), StunMethod.CREATE_PERMISSION, peer(peer));
  }

  /**
   * Binds a channel to a peer, and with it asks for a permission (RFC 8656 §12).
   *
   * @param channel {@link ChannelData#CHANNEL_MIN} to {@link ChannelData#CHANNEL_MAX}, not in use
   * @throws TurnException {@link Fault#FORBIDDEN} when the server relays nothing to this peer
   */
  public void bind(int channel, TransportAddress peer) throws TurnException {
    allocated()
        .ask(
            timeout(),
            StunMethod.CHANNEL_BIND,
            new Count(AttributeType.CHANNEL_NUMBER, channel),
            peer(peer));
    channels.put(channel, peer);
  }

  /** Sends data to a peer in an indication (RFC 8656 §11). It may be lost. */
  public void send(TransportAddress peer, Payload data) throws TurnException {
    try {
      allocated().indicate(StunMethod.SEND, peer(peer), new StunAttribute.Data(data));
    } catch (IOException e) {
      throw Reaching.failed(url, e);
    }
  }

  /** Sends data to the peer of a channel. It may be lost. */
  public void send(int channel, Payload data) throws TurnException {
    try {
      carrier.send(new ChannelData(channel, data).encode());
    } catch (IOException e) {
      throw Reaching.failed(url, e);
    }
  }

  /** The next data from a peer; null when none comes in time. */
  public @Nullable Relayed receive(Duration timeout) throws TurnException {
    Deadline deadline = Deadline.in(timeout);
    while (true) {
      byte @Nullable [] packet = waiting.poll();
      try {
        packet = packet == null ? carrier.receive(deadline) : packet;
      } catch (IOException e) {
        throw Reaching.failed(url, e);
      }
      if (packet == null) {
        return null;
      }
      Relayed relayed = relayed(packet);
      if (relayed != null) {
        return relayed;
      }
    }
  }

  /** The address of the server that was reached. */
  public TransportAddress server() {
    return carrier.server();
  }

  /** Of the last answer, in milliseconds. */
  public double roundTripMs() {
    return allocated().roundTripMs();
  }

  private void keep(byte[] packet) {
    if (waiting.size() < WAITING_PACKETS_MAX) {
      waiting.add(packet);
    }
  }

  private @Nullable Relayed relayed(byte[] packet) {
    try {
      if (ChannelData.is(packet)) {
        ChannelData data = ChannelData.decode(packet);
        TransportAddress peer = channels.get(data.channel());
        return peer == null ? null : new Relayed(peer, data.data(), true);
      }
      StunMessage message = StunCodec.decode(packet);
      TransportAddress peer = message.address(AttributeType.XOR_PEER_ADDRESS);
      Payload data = message.data();
      return message.method() != StunMethod.DATA || peer == null || data == null
          ? null
          : new Relayed(peer, data, false);
    } catch (StunFormatException e) {
      return null; // as a datagram that is lost
    }
  }

  private Requests allocated() {
    if (requests == null) {
      throw new IllegalStateException("nothing is allocated");
    }
    return requests;
  }

  private Deadline timeout() {
    return Deadline.in(options.timeout());
  }

  private static Address peer(TransportAddress peer) {
    return new Address(AttributeType.XOR_PEER_ADDRESS, peer);
  }

  /** Gives the allocation back, within a second, and ends. */
  @Override
  public void close() {
    try {
      if (requests != null) {
        refresh(Duration.ZERO, CLOSE_TIMEOUT);
      }
    } catch (TurnException e) {
      // The server drops what is not refreshed.
    } finally {
      carrier.close();
    }
  }
}

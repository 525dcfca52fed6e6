package dev.plait.turn.check;

import dev.plait.turn.check.PeerAnswer.Answer;
import dev.plait.turn.probe.Fault;
import dev.plait.turn.probe.TurnClient;
import dev.plait.turn.probe.TurnClient.Allocation;
import dev.plait.turn.probe.TurnClient.Family;
import dev.plait.turn.probe.TurnException;
import dev.plait.turn.probe.TurnOptions;
import dev.plait.turn.probe.TurnUrl;
import dev.plait.turn.stun.ChannelData;
import dev.plait.turn.stun.Payload;
import dev.plait.turn.stun.TransportAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks one URL: allocates, measures, relays to itself, and asks for every forbidden peer address.
 * It sends data to no address but those of the server and of this machine. Used by one thread.
 */
public final class TurnCheck {
  private static final Duration FIRST_PACKET_TIMEOUT = Duration.ofMillis(500);

  /** Coturn's longest; enough for all questions over any network. */
  private static final Duration LIFETIME = Duration.ofHours(1);

  private static final int FIRST_PACKETS_MAX = 4;
  private static final Payload HELLO = Payload.of("plait".getBytes(StandardCharsets.UTF_8));

  private final TurnUrl url;
  private final Credentials credentials;
  private final TurnOptions options;
  private final List<String> serverAddresses;
  private final boolean mayRelayToItself;

  /** An allocation and what it said. */
  private record Allocated(TurnClient client, Allocation allocation) {}

  /**
   * Prepares a check.
   *
   * @param serverAddresses further IP addresses of the server, such as those of its inner networks
   * @param mayRelayToItself whether its own relayed addresses are peers that it is to permit: two
   *     clients that have nothing but TURN then meet on this server
   */
  public TurnCheck(
      TurnUrl url,
      Credentials credentials,
      TurnOptions options,
      List<String> serverAddresses,
      boolean mayRelayToItself) {
    this.url = url;
    this.credentials = credentials;
    this.options = options;
    this.serverAddresses = List.copyOf(serverAddresses);
    this.mayRelayToItself = mayRelayToItself;
  }

  /** Runs it. */
  public UrlReport run() {
    Map<Family, Allocated> allocated = new LinkedHashMap<>();
    try {
      @Nullable TurnException none = allocate(allocated);
      if (allocated.isEmpty() && none != null) {
        return failed(none);
      }
      Allocated first = allocated.values().iterator().next();
      // Not that of the allocation: the first sealed request also loads this program's classes.
      first.client().refresh(LIFETIME);
      double roundTripMs = first.client().roundTripMs();
      PeerFindings peers = PeerFindings.of(ask(allocated));
      return new UrlReport.Checked(
          url,
          first.allocation().software(),
          first.allocation().realm(),
          allocated.values().stream().map(each -> each.allocation().relayed()).toList(),
          roundTripMs,
          relaying(allocated, peers),
          peers);
    } catch (TurnException e) {
      return failed(e);
    } finally {
      allocated.values().forEach(each -> each.client().close());
    }
  }

  private UrlReport failed(TurnException e) {
    return new UrlReport.Failed(url, e.fault(), e.code(), String.valueOf(e.getMessage()));
  }

  /** One allocation of each family; returns why there is none of the last one that failed. */
  private @Nullable TurnException allocate(Map<Family, Allocated> allocated) throws TurnException {
    @Nullable TurnException none = null;
    for (Family family : Family.values()) {
      try {
        allocated.put(family, allocate(family));
      } catch (TurnException e) {
        none = e;
        if (e.fault() != Fault.FAMILY_UNSUPPORTED) {
          throw e;
        }
      }
    }
    return none;
  }

  private Allocated allocate(Family family) throws TurnException {
    TurnClient client = TurnClient.connect(url, options);
    try {
      return new Allocated(client, client.allocate(credentials.get(), family));
    } catch (TurnException e) {
      client.close();
      throw e;
    }
  }

  private List<PeerAnswer> ask(Map<Family, Allocated> allocated) throws TurnException {
    Map<Family, PeerQuestions> questions = new LinkedHashMap<>();
    Family otherwise = allocated.keySet().iterator().next();
    List<PeerAnswer> answers = new ArrayList<>();
    for (ForbiddenPeer peer : ForbiddenPeers.all(own(allocated))) {
      Family family = Family.of(peer.address());
      // Without a relayed address of its family it is asked for all the same: the server must not
      // take ::ffff:127.0.0.1 for 127.0.0.1.
      answers.add(
          ask(peer, allocated.containsKey(family) ? family : otherwise, allocated, questions));
    }
    return answers;
  }

  /** With another allocation when this one is given no more permissions: eturnal gives it ten. */
  private PeerAnswer ask(
      ForbiddenPeer peer,
      Family family,
      Map<Family, Allocated> allocated,
      Map<Family, PeerQuestions> questions)
      throws TurnException {
    Allocated used = Objects.requireNonNull(allocated.get(family));
    try {
      return questions.computeIfAbsent(family, _ -> new PeerQuestions(used.client())).ask(peer);
    } catch (TurnException e) {
      if (e.fault() != Fault.OUT_OF_CAPACITY) {
        throw e;
      }
      used.client().close();
      Allocated fresh = allocate(family);
      allocated.put(family, fresh);
      PeerQuestions again = new PeerQuestions(fresh.client());
      questions.put(family, again);
      return again.ask(peer);
    }
  }

  private Set<TransportAddress> own(Map<Family, Allocated> allocated) {
    Set<TransportAddress> own = new LinkedHashSet<>();
    Set<String> relayed = new LinkedHashSet<>();
    for (Allocated each : allocated.values()) {
      own.add(each.client().server());
      own.add(each.allocation().relayed().withPort(url.port()));
      relayed.add(each.allocation().relayed().host());
    }
    serverAddresses.forEach(address -> own.add(TransportAddress.parse(address, url.port())));
    if (mayRelayToItself) {
      own.removeIf(address -> relayed.contains(address.host()));
    }
    return own;
  }

  /** A measurement that does not come about must not hide what is open. */
  private @Nullable Relaying relaying(Map<Family, Allocated> allocated, PeerFindings peers)
      throws TurnException {
    try {
      return relaying(allocated);
    } catch (TurnException e) {
      if (peers.open().isEmpty()) {
        throw e;
      }
      return null;
    }
  }

  /** To another client where the server permits that, otherwise to a socket here. */
  private @Nullable Relaying relaying(Map<Family, Allocated> allocated) throws TurnException {
    for (Allocated each : allocated.values()) {
      try {
        boolean isPermitted =
            new PeerQuestions(each.client()).permission(each.allocation().relayed())
                == Answer.PERMITTED;
        Relaying relaying = isPermitted ? toOtherClient(each) : toOwnSocket(each);
        if (relaying != null) {
          return relaying;
        }
      } catch (IOException e) {
        // No way from here to a relayed address of this family; perhaps to one of the other.
      }
    }
    return null;
  }

  private @Nullable Relaying toOtherClient(Allocated near) throws TurnException, IOException {
    try (TurnClient other = TurnClient.connect(url, options)) {
      TransportAddress relayed = near.allocation().relayed();
      TransportAddress farRelayed = other.allocate(credentials.get(), Family.of(relayed)).relayed();
      FarEnd far = FarEnd.OtherClient.towards(relayed, other);
      near.client().bind(ChannelData.CHANNEL_MAX, farRelayed);
      return new RelayMeasurement(near.client(), ChannelData.CHANNEL_MAX, far).measure();
    }
  }

  private @Nullable Relaying toOwnSocket(Allocated near) throws TurnException, IOException {
    Allocation allocation = near.allocation();
    if (Family.of(allocation.mapped()) != Family.of(allocation.relayed())
        || new PeerQuestions(near.client()).permission(allocation.mapped()) != Answer.PERMITTED) {
      return null;
    }
    try (FarEnd far = new FarEnd.OwnSocket(allocation.relayed())) {
      // Behind a NAT the socket's address shows only when something has come from it.
      TurnClient.Relayed first = null;
      for (int i = 0; first == null && i < FIRST_PACKETS_MAX; i++) {
        far.send(HELLO);
        first = near.client().receive(FIRST_PACKET_TIMEOUT);
      }
      if (first == null) {
        return null;
      }
      near.client().bind(ChannelData.CHANNEL_MAX, first.peer());
      return new RelayMeasurement(near.client(), ChannelData.CHANNEL_MAX, far).measure();
    }
  }
}

package dev.plait.peer.core;

import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.PresenceState;
import dev.plait.protocol.wire.ServerFrame;
import dev.plait.protocol.wire.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Two devices, a server that only forwards, one data channel, and disks that are durable at once.
 * Runs on the test's thread.
 */
final class FakeWorld {
  static final UUID CONVERSATION = new UUID(1, 1);
  static final long CHANNEL = 1;

  /** One device and what it has told. */
  static final class Node {
    final UUID device;
    final UUID account;
    final DeviceCore core;
    final List<PeerEvent> events = new ArrayList<>();

    Node(long number) {
      account = new UUID(8, number);
      device = new UUID(2, number);
      core =
          new DeviceCore(DeviceState.empty(account, device, number), CoreSettings.of(8), 1_000_000);
    }

    List<String> heard() {
      return events.stream()
          .filter(PeerEvent.MessageArrived.class::isInstance)
          .map(PeerEvent.MessageArrived.class::cast)
          .map(arrived -> arrived.entry().body().toUtf8() + " by " + arrived.by())
          .toList();
    }
  }

  final Node ada = new Node(1);
  final Node grace = new Node(2);
  boolean serverUp;
  boolean channelUp;
  boolean blackHole;
  int posts;
  int signalled;
  Set<UUID> adaWants = Set.of();
  long nowMs = 1_000_000;

  FakeWorld() {
    for (Node node : List.of(ada, grace)) {
      node.core.handleServerFrame(roster(1), nowMs);
    }
    run();
  }

  Frame.Roster roster(long version) {
    return new Frame.Roster(
        CONVERSATION,
        version,
        ConversationKind.DIRECT,
        "",
        List.of(member(ada, "ada"), member(grace, "grace")));
  }

  /** The same before Grace has accepted it. */
  Frame.Roster request(long version) {
    Member asked = new Member(grace.account, "grace", "grace", true, false, List.of(grace.device));
    return new Frame.Roster(
        CONVERSATION, version, ConversationKind.DIRECT, "", List.of(member(ada, "ada"), asked));
  }

  /** The same while Grace's devices are not in it. */
  Frame.Roster withoutGrace(long version) {
    Member blocked = new Member(grace.account, "grace", "grace", true, false, List.of());
    return new Frame.Roster(
        CONVERSATION, version, ConversationKind.DIRECT, "", List.of(member(ada, "ada"), blocked));
  }

  /** Another conversation of the two: a channel between them stays for it. */
  Frame.Roster group() {
    return new Frame.Roster(
        new UUID(1, 2),
        1,
        ConversationKind.GROUP,
        "both",
        List.of(member(ada, "ada"), member(grace, "grace")));
  }

  private static Member member(Node node, String handle) {
    return new Member(node.account, handle, handle, true, true, List.of(node.device));
  }

  void server(boolean up) {
    server(up, List.of(roster(1), new Frame.Changes(1, true), new Frame.Live()));
  }

  /** Ada was removed while she was away: of her conversation she hears nothing. */
  void adaWasRemoved() {
    welcome(ada, List.of(new Frame.Changes(1, true), new Frame.Live()));
    run();
  }

  /** The link goes up or down at both; {@code told} is what the server says after welcome. */
  void server(boolean up, List<ServerFrame> told) {
    serverUp = up;
    for (Node node : List.of(ada, grace)) {
      if (up) {
        welcome(node, told);
      } else {
        node.core.handleLinkDown(nowMs);
      }
    }
    run();
  }

  private void welcome(Node node, List<ServerFrame> told) {
    node.core.handleLinkUp(
        new Frame.Welcome(
            new UUID(5, 5), node.account, nowMs, nowMs + 600_000, 10_000, 100, 1 << 20, 0),
        nowMs);
    told.forEach(frame -> node.core.handleServerFrame(frame, nowMs));
  }

  void graceIsOnline() {
    ada.core.handleServerFrame(new Frame.Presence(grace.account, PresenceState.ONLINE, 0), nowMs);
  }

  void openChannel() {
    openChannel(CHANNEL, 65_536);
  }

  /** Another channel takes the place of the one before; {@code bytes} of a message at most. */
  void openChannel(long number, int bytes) {
    channelUp = true;
    ada.core.handleChannelOpen(grace.device, number, bytes, nowMs);
    grace.core.handleChannelOpen(ada.device, number, bytes, nowMs);
    run();
  }

  /** The server tells one of them something. */
  void told(Node node, ServerFrame frame) {
    node.core.handleServerFrame(frame, nowMs);
    run();
  }

  /** Grace sends Ada a frame as she likes. */
  void speak(Frame.Entries frame) {
    ada.core.handleChannelFrame(grace.device, CHANNEL, frame, nowMs);
    run();
  }

  SendResult say(Node from, String text) {
    SendResult result =
        from.core.handleSend(CONVERSATION, UUID.randomUUID(), Bytes.utf8(text), nowMs);
    run();
    return result;
  }

  /** Lets time pass in steps, doing what is due. */
  void pass(long ms) {
    long end = nowMs + ms;
    while (nowMs < end) {
      nowMs = Math.min(end, nowMs + 100);
      for (Node node : List.of(ada, grace)) {
        if (node.core.deadlineMs() <= nowMs) {
          node.core.handleTimeout(nowMs);
        }
      }
      run();
    }
  }

  private void run() {
    boolean more = true;
    while (more) {
      boolean first = turn(ada, grace);
      more = turn(grace, ada) || first;
    }
  }

  private boolean turn(Node node, Node other) {
    boolean any = false;
    for (CoreEffect effect = node.core.poll(); effect != null; effect = node.core.poll()) {
      any = true;
      switch (effect) {
        case CoreEffect.ToServer(var frame) -> {
          if (serverUp) {
            serve(node, other, frame);
          }
        }
        case CoreEffect.ToPeer(var _, var channel, var frame) -> {
          if (channelUp && !blackHole) {
            other.core.handleChannelFrame(node.device, channel, frame, nowMs);
          }
        }
        case CoreEffect.Persist(long ticket, var _) -> {
          if (ticket != 0) {
            node.core.handleDurable(ticket, Map.of(), nowMs);
          }
        }
        case CoreEffect.Tell(var event) -> node.events.add(event);
        case CoreEffect.Signalled _ -> signalled++;
        case CoreEffect.WantChannels(var wanted) -> {
          if (node == ada) {
            adaWants = wanted.keySet();
          }
        }
        case CoreEffect.ChannelFailed(var _, long channel, var reason) ->
            closeChannel(channel, reason);
        case CoreEffect.ChannelFinished(var _, long channel) -> closeChannel(channel, "finished");
        case CoreEffect.ChannelViolated(var _, long channel) ->
            closeChannel(channel, "broke a rule");
        default -> {}
      }
    }
    return any;
  }

  private void closeChannel(long channel, String reason) {
    channelUp = false;
    ada.core.handleChannelClosed(grace.device, channel, reason, nowMs);
    grace.core.handleChannelClosed(ada.device, channel, reason, nowMs);
  }

  private void serve(Node from, Node to, Frame frame) {
    switch (frame) {
      case Frame.Post post -> {
        posts++;
        StreamId stream = new StreamId(post.conversation(), from.device, post.epoch());
        List<AddressedEntry> entries = new ArrayList<>();
        for (PostedEntry posted : post.entries()) {
          for (Address address : posted.to()) {
            entries.add(new AddressedEntry(posted.entry(), address.afterSeq(), address.part()));
          }
        }
        to.core.handleServerFrame(new Frame.Entries(stream, false, entries), nowMs);
      }
      case Frame.Ack(var position, var proof) ->
          to.core.handleServerFrame(
              new Frame.Receipt(
                  position.stream(),
                  from.device,
                  position.cursorSeq(),
                  position.mark(),
                  position.held(),
                  List.of(),
                  0,
                  proof),
              nowMs);
      default -> {}
    }
  }
}

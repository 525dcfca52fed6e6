package dev.plait.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.codec.Decoded;
import dev.plait.protocol.codec.Direction;
import dev.plait.protocol.codec.FrameCodec;
import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.Member;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.ServerFrame;
import dev.plait.protocol.wire.StreamId;
import dev.plait.protocol.wire.StreamPosition;
import dev.plait.store.StoreUnavailable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A relay on a simulated store, with a clock turned by hand. */
final class Rig {
  static final UUID CONVERSATION = new UUID(9, 9);
  static final UUID ADA = new UUID(1, 1);
  static final UUID GRACE = new UUID(1, 2);
  static final StreamId STREAM = new StreamId(CONVERSATION, ADA, 7);

  /** Small numbers, so that tests reach every limit. */
  static final RelayLimits SMALL =
      new RelayLimits(
          50, 500, 3, 4, 6, 4_000, 3, 2_000, 20, 8_000, 60_000, 1_000, 30_000, 100_000, 60_000);

  final RelayLimits limits;
  final SimQueueStore store;
  final ArrayDeque<Effect> storeWork = new ArrayDeque<>();
  final ArrayDeque<Runnable> replies = new ArrayDeque<>();
  final Map<UUID, List<ServerFrame>> received = new HashMap<>();
  final List<Effect.Left> left = new ArrayList<>();
  final Map<UUID, Long> sessions = new HashMap<>();
  Relay relay;
  RosterView roster = roster(3);
  long nowMs = 1_000_000;

  Rig(RelayLimits limits, int quota) {
    this.limits = limits;
    this.store = new SimQueueStore(quota);
    this.relay = new Relay(limits, nowMs);
  }

  static Rig small() {
    return new Rig(SMALL, 1_000);
  }

  static RosterView roster(long version) {
    return RosterView.of(
        new Frame.Roster(
            CONVERSATION,
            version,
            ConversationKind.DIRECT,
            "",
            List.of(
                new Member(new UUID(2, 1), "ada", "Ada", true, true, List.of(ADA)),
                new Member(new UUID(2, 2), "grace", "Grace", false, true, List.of(GRACE)))));
  }

  static Entry entry(long seq, String text) {
    return new Entry(seq, new UUID(5, seq), seq, Bytes.utf8(text));
  }

  static PostedEntry posted(long seq, UUID... targets) {
    List<Address> to = new ArrayList<>();
    for (UUID target : targets) {
      to.add(new Address(target, seq - 1, null));
    }
    return new PostedEntry(entry(seq, "text " + seq), to);
  }

  /** Every device here is of another account. */
  static UUID account(UUID device) {
    return new UUID(3, device.getLeastSignificantBits());
  }

  long session(UUID device) {
    return sessions.getOrDefault(device, 0L);
  }

  void connect(UUID device) {
    long session = sessions.merge(device, 1L, Long::sum);
    received.put(device, new ArrayList<>());
    relay.handleConnected(new SessionId(account(device), device, session), true, nowMs);
    drain();
  }

  void disconnect(UUID device) {
    relay.handleDisconnected(device, session(device), nowMs);
    drain();
  }

  /** Ada posts entries to Grace, in as many frames as that takes. */
  void post(long fromSeq, long throughSeq) {
    List<PostedEntry> entries = new ArrayList<>();
    for (long seq = fromSeq; seq <= throughSeq; seq++) {
      entries.add(posted(seq, GRACE));
      if (entries.size() == Limits.FRAME_ENTRIES || seq == throughSeq) {
        post(entries);
        entries = new ArrayList<>();
      }
    }
  }

  void post(List<PostedEntry> entries) {
    relay.handlePost(
        ADA, session(ADA), new Frame.Post(1, CONVERSATION, 7, 3, entries), roster, nowMs);
    drain();
  }

  /** Grace acks Ada's stream. */
  void ack(long cursor, Range... held) {
    relay.handleAck(
        GRACE,
        session(GRACE),
        new StreamPosition(STREAM, cursor, cursor, List.of(held)),
        null,
        true,
        nowMs);
    drain();
  }

  /** Ada asks what became of her stream, as after each welcome. */
  void ask() {
    Frame.Have have = new Frame.Have(List.of(), List.of(STREAM));
    relay.handleHave(ADA, session(ADA), have, stream -> true, nowMs);
    drain();
  }

  void drain() {
    for (Effect effect; (effect = relay.poll()) != null; ) {
      if (effect instanceof Effect.Send(var device, var session, var frame)) {
        assertThat(FrameCodec.decode(FrameCodec.encode(frame), Direction.FROM_SERVER))
            .as("as a client reads it")
            .isInstanceOf(Decoded.Ok.class);
        if (session == session(device)) {
          received.computeIfAbsent(device, key -> new ArrayList<>()).add(frame);
        }
      } else if (effect instanceof Effect.Left one) {
        left.add(one);
      } else {
        storeWork.add(effect);
      }
    }
  }

  /** Does one store effect; its reply waits in {@link #replies}. */
  void work() {
    Relay to = relay;
    Effect effect = storeWork.remove();
    try {
      switch (effect) {
        case Effect.Commit(long id, var rows) -> {
          var result = store.commit(rows);
          replies.add(() -> to.handleCommitted(id, result, nowMs));
        }
        case Effect.DeleteThrough(_, var mark) -> store.deleteThrough(List.of(mark));
        case Effect.CancelRows(_, var mark) -> store.cancel(List.of(mark));
        case Effect.ReadPage(_, var device, long id, long after, int entries, long bytes) -> {
          var page = store.page(device, after, entries, bytes);
          replies.add(() -> to.handlePage(device, id, page, nowMs));
        }
        case Effect.ReadPositions(_, var device, long session, long _, var streams) -> {
          var positions = store.positions(streams);
          replies.add(() -> to.handlePositions(device, session, positions));
        }
        case Effect.Expire(long olderThanMs) -> {
          var rows = store.expire(olderThanMs);
          replies.add(() -> to.handleExpired(rows, nowMs));
        }
        case Effect.Leave(var conversation, var device, long throughMs) ->
            store.deleteOf(conversation, device, throughMs);
        case Effect.Forget(var device) -> store.deleteDevice(device);
        case Effect.Send _, Effect.Left _ ->
            throw new IllegalStateException("not for the store: " + effect);
      }
    } catch (StoreUnavailable e) {
      switch (effect) {
        case Effect.Commit commit ->
            replies.add(() -> to.handleCommitFailed(commit.batchId(), nowMs));
        case Effect.ReadPage ask ->
            replies.add(() -> to.handlePageFailed(ask.device(), ask.requestId(), nowMs));
        case Effect.ReadPositions ask ->
            replies.add(() -> to.handlePositionsFailed(ask.device(), ask.session(), nowMs));
        default -> {}
      }
    }
  }

  void reply() {
    replies.remove().run();
    drain();
  }

  /** Does all store work there is, without moving the clock. */
  void settle() {
    while (!storeWork.isEmpty() || !replies.isEmpty()) {
      if (replies.isEmpty()) {
        work();
      } else {
        reply();
      }
    }
  }

  /** Moves the clock, stopping at each deadline. */
  void advance(long ms) {
    long until = nowMs + ms;
    settle();
    for (Deadline next; (next = relay.deadline()) != null && next.atMs() <= until; ) {
      nowMs = Math.max(nowMs, next.atMs());
      relay.handleTimeout(nowMs);
      drain();
      settle();
    }
    nowMs = until;
  }

  /** Kills the node: memory and everything under way is gone, the disk stays. */
  void crash() {
    storeWork.clear();
    replies.clear();
    sessions.replaceAll((device, session) -> session + 1);
    relay = new Relay(limits, nowMs);
  }

  <T extends ServerFrame> List<T> frames(UUID device, Class<T> type) {
    return received.getOrDefault(device, List.of()).stream()
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  /** Seqs of entries that a device was sent, in order. */
  List<Long> seqs(UUID device) {
    return frames(device, Frame.Entries.class).stream()
        .flatMap(frame -> frame.entries().stream())
        .map(e -> e.entry().seq())
        .toList();
  }
}

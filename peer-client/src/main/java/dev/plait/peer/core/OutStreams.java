package dev.plait.peer.core;

import dev.plait.protocol.delivery.Deadline;
import dev.plait.protocol.delivery.Prepared;
import dev.plait.protocol.delivery.RelayWindow;
import dev.plait.protocol.delivery.Sender;
import dev.plait.protocol.delivery.SenderLimits;
import dev.plait.protocol.delivery.Status;
import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.protocol.wire.StreamId;
import dev.plait.protocol.wire.StreamPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Own streams: one sending half per conversation. Owned by the peer's thread. */
final class OutStreams {
  private final UUID device;
  private final long epoch;
  private final SenderLimits limits;
  private final Rosters rosters;
  private final DevicePaths paths;
  private final Effects effects;
  private final OutEffects wants;
  private final OutPaths outPaths;
  private final OutCommits commits;
  private final RelayWindow window = new RelayWindow(1, 1);
  private final Map<UUID, Sender> senders = new LinkedHashMap<>();

  OutStreams(
      UUID device,
      long epoch,
      SenderLimits limits,
      Rosters rosters,
      DevicePaths paths,
      Effects effects,
      Forks forks) {
    this.device = device;
    this.epoch = epoch;
    this.limits = limits;
    this.rosters = rosters;
    this.paths = paths;
    this.effects = effects;
    this.wants = new OutEffects(effects, rosters, paths, forks);
    this.outPaths = new OutPaths(senders, rosters, paths);
    this.commits = new OutCommits(effects, new Unsent(rosters, paths), limits.outboxBytes());
  }

  /** Hears how targets are reached. */
  DevicePaths.Listener paths() {
    return outPaths;
  }

  private StreamId stream(UUID conversation) {
    return new StreamId(conversation, device, epoch);
  }

  boolean isOwn(StreamId stream) {
    return stream.device().equals(device) && stream.epoch() == epoch;
  }

  private Sender sender(UUID conversation) {
    return senders.computeIfAbsent(
        conversation,
        id -> {
          Sender sender = new Sender(stream(id), limits, 1, window);
          outPaths.begin(sender, rosters.targets(id));
          return sender;
        });
  }

  void restore(DeviceState.OutStream kept) {
    UUID conversation = kept.stream().conversation();
    Sender sender = new Sender(kept.stream(), limits, kept.nextSeq(), window);
    for (DeviceState.Target target : kept.targets()) {
      sender
          .log()
          .restoreTarget(
              target.device(),
              target.firstSeq(),
              target.addressedSeq(),
              target.deliveredSeq(),
              target.mark(),
              target.readSeq(),
              target.refused());
    }
    for (DeviceState.GivenUp entry : kept.givenUp()) {
      sender.log().restoreGivenUp(entry.device(), entry.seq(), entry.message());
    }
    commits.restore(sender, kept.unsent());
    for (DeviceState.Pending pending : kept.entries()) {
      Map<UUID, Status> statuses = new HashMap<>();
      List<Address> to = new ArrayList<>();
      for (DeviceState.PendingTarget target : pending.to()) {
        to.add(new Address(target.device(), target.afterSeq(), target.part()));
        statuses.put(target.device(), pending.status(target));
      }
      sender.log().restore(new PostedEntry(pending.entry(), to), statuses);
    }
    Set<UUID> members = rosters.targets(conversation);
    outPaths.begin(sender, members);
    senders.put(conversation, sender);
    // The roster that is without them was kept, and then came a crash.
    targetsGone(sender, kept.targets().stream().map(DeviceState.Target::device), 0);
    drain(conversation);
  }

  SendResult send(UUID conversation, UUID id, long hlc, Bytes body, long nowMs) {
    Set<UUID> targets = rosters.targets(conversation);
    Map<UUID, @Nullable Bytes> parts = new LinkedHashMap<>();
    targets.forEach(target -> parts.put(target, null));
    return switch (sender(conversation).prepare(id, hlc, body, parts)) {
      case Prepared.Accepted(var posted) -> {
        StreamId stream = stream(conversation);
        long ticket = commits.write(sender(conversation), posted, nowMs);
        Map<UUID, UUID> counted = rosters.counted(conversation);
        yield new SendResult.Taken(stream, posted.entry().seq(), targets, counted, ticket);
      }
      case Prepared.Refused(var code) ->
          new SendResult.NotTaken(
              code == RefusalCode.TOO_LARGE
                  ? SendResult.Refusal.TOO_LARGE
                  : SendResult.Refusal.QUEUE_FULL);
    };
  }

  void handleDurable(long throughTicket, long nowMs) {
    handleTakenBack(throughTicket, nowMs);
    commits
        .durable(throughTicket)
        .forEach(
            (conversation, seq) -> {
              sender(conversation).handleCommitted(seq, nowMs);
              drain(conversation);
            });
  }

  private void handleTakenBack(long throughTicket, long nowMs) {
    for (OutEffects.TakingBack next; (next = wants.takenBack(throughTicket)) != null; ) {
      UUID conversation = next.stream().conversation();
      sender(conversation).handleTakenBack(next.target(), nowMs);
      drain(conversation);
    }
  }

  void handleWelcome(Frame.Welcome welcome) {
    window.open(welcome.windowEntries(), welcome.windowBytes());
    senders.values().forEach(Sender::handleAsked);
  }

  /** A channel's buffer is full, or has room again. */
  void handleWritable(UUID target, long nowMs) {
    for (Map.Entry<UUID, Sender> entry : senders.entrySet()) {
      if (rosters.isMember(entry.getKey(), target)) {
        entry
            .getValue()
            .handleWritable(target, paths.generationOf(target), paths.writable(target), nowMs);
        drain(entry.getKey());
      }
    }
  }

  void handleAck(UUID target, StreamPosition position, long nowMs) {
    toOwn(position.stream(), sender -> sender.handleAck(target, position, nowMs));
  }

  /** An ack that came over a channel. */
  void handleDirectAck(UUID target, StreamPosition position, long nowMs) {
    if (position.stream().device().equals(device)) {
      outPaths.handleDirectAck(position.stream().conversation(), target, nowMs);
    }
    handleAck(target, position, nowMs);
  }

  void handleReceipt(Frame.Receipt receipt, long nowMs) {
    StreamId stream = receipt.stream();
    var position =
        new StreamPosition(stream, receipt.deliveredThroughSeq(), receipt.mark(), receipt.held());
    toOwn(
        stream,
        sender -> {
          sender.handleAck(receipt.device(), position, nowMs);
          sender.handleStored(receipt.device(), receipt.stored(), receipt.storedMark(), nowMs);
        });
  }

  void handleTold(Frame.Told told, long nowMs) {
    toOwn(told.stream(), sender -> sender.handleTold(told.ref(), nowMs));
  }

  void handleRefused(StreamId stream, Frame.Refused refused, long nowMs) {
    toOwn(
        stream,
        sender ->
            sender.handleRefused(
                refused.device(), refused.seqs(), refused.code(), refused.retryAfterMs(), nowMs));
  }

  void handleRead(UUID target, StreamId stream, long throughSeq) {
    toOwn(stream, sender -> sender.handleRead(target, throughSeq));
  }

  private void toOwn(StreamId stream, Consumer<Sender> event) {
    Sender sender = senders.get(stream.conversation());
    if (sender != null && isOwn(stream)) {
      event.accept(sender);
      drain(stream.conversation());
    }
  }

  /** Members changed: new targets get their path, gone ones are let go. */
  void handleRoster(UUID conversation, Set<UUID> before, Set<UUID> directBefore, long nowMs) {
    outPaths.handleRoster(conversation, directBefore, nowMs);
    Sender sender = senders.get(conversation);
    if (sender == null) {
      return;
    }
    Set<UUID> now = rosters.targets(conversation);
    targetsGone(sender, before.stream(), nowMs);
    for (UUID target : now) {
      if (!before.contains(target)) {
        outPaths.tell(sender, target, nowMs);
      }
    }
    drain(conversation);
  }

  /**
   * Lets those go that are no targets any more: all of them, before room that one leaves at the
   * server is given to another. What they will never get is written first, while the rows that say
   * so are there.
   */
  private void targetsGone(Sender sender, Stream<UUID> known, long nowMs) {
    UUID conversation = sender.stream().conversation();
    Set<UUID> now = rosters.targets(conversation);
    List<UUID> gone = known.filter(target -> !now.contains(target)).toList();
    if (gone.isEmpty()) {
      return;
    }
    gone.forEach(target -> targetGone(sender, target, nowMs));
    drainOne(conversation);
    gone.stream()
        .filter(target -> rosters.replacing(conversation, target).isEmpty())
        .forEach(
            target -> effects.persistLazily(new DiskWrite.TargetGone(sender.stream(), target)));
  }

  private void targetGone(Sender sender, UUID target, long nowMs) {
    List<UUID> by = rosters.replacing(sender.stream().conversation(), target);
    if (by.isEmpty()) {
      sender.handleTargetGone(target, nowMs);
    } else {
      sender.handleReplaced(target, by, nowMs);
    }
  }

  void handleTranscript(StreamId stream, List<Entry> entries, long nowMs) {
    toOwn(stream, sender -> sender.handleTranscript(entries, nowMs));
  }

  void handleAgain(CoreEffect.ReadAgain asked, List<Entry> entries, long nowMs) {
    long through = entries.size() < asked.most() ? asked.throughSeq() : entries.getLast().seq();
    toOwn(asked.stream(), sender -> sender.handleAgain(asked.target(), entries, through, nowMs));
  }

  /** The largest of any stream. */
  long most(ToLongFunction<Sender> what) {
    long most = 0;
    for (Sender sender : senders.values()) {
      most = Math.max(most, what.applyAsLong(sender));
    }
    return most;
  }

  /** What is posted to the server and not answered. */
  RelayWindow window() {
    return window;
  }

  @Override
  public String toString() {
    return senders.values().stream().filter(Sender::unsettled).toList().toString();
  }

  /** Whether nothing is {@link #open}. */
  boolean settled() {
    return senders.values().stream().noneMatch(Sender::unsettled);
  }

  /** Own streams with something not delivered everywhere. */
  List<StreamId> open() {
    return senders.entrySet().stream()
        .filter(entry -> entry.getValue().unsettled())
        .map(entry -> stream(entry.getKey()))
        .toList();
  }

  void handleTimeout(long nowMs) {
    for (Map.Entry<UUID, Sender> entry : senders.entrySet()) {
      Deadline deadline = entry.getValue().deadline();
      if (deadline != null && nowMs >= deadline.atMs()) {
        entry.getValue().handleTimeout(nowMs);
        drain(entry.getKey());
      }
    }
  }

  long deadlineMs() {
    long least = Long.MAX_VALUE;
    for (Sender sender : senders.values()) {
      Deadline deadline = sender.deadline();
      if (deadline != null) {
        least = Math.min(least, deadline.atMs());
      }
    }
    return least;
  }

  private void drain(UUID conversation) {
    drainOne(conversation);
    drainReleased();
  }

  /** Lets every sender go on. */
  void drainAll() {
    senders.keySet().forEach(this::drainOne);
    drainReleased();
  }

  private void drainReleased() {
    while (window.takeReleased()) {
      senders.keySet().forEach(this::drainOne);
    }
  }

  private void drainOne(UUID conversation) {
    Sender sender = sender(conversation);
    commits.letGo(sender);
    wants.drain(sender);
  }
}

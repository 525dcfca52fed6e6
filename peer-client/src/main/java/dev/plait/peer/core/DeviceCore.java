package dev.plait.peer.core;

import dev.plait.protocol.delivery.Receiver;
import dev.plait.protocol.delivery.Sender;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.Member;
import dev.plait.protocol.wire.PeerFrame;
import dev.plait.protocol.wire.PresenceState;
import dev.plait.protocol.wire.ServerFrame;
import dev.plait.protocol.wire.StreamId;
import dev.plait.protocol.wire.StreamPosition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One device as a state machine: everything it says and hears, whichever path it takes. Inputs are
 * {@code handle*} methods with the time in ms; after each, {@link #poll} until null, then wait
 * until {@link #deadlineMs}. Owned by one thread; knows no clock, thread, socket or disk.
 */
public final class DeviceCore {
  private final Effects effects = new Effects();
  private final UUID device;
  private final Rosters rosters;
  private final DevicePaths paths;
  private final OutStreams out;
  private final InStreams in;
  private final DirectFrames direct;
  private final Forks forks;
  private final ReadMarks marks;
  private final ChannelWishes wishes;
  private final ChannelEnds ends;
  private final ServerFrames serverFrames;
  private final Stamps stamps;
  private long nowMs;

  /** Starts from what the disk holds. */
  public DeviceCore(DeviceState state, CoreSettings settings, long now) {
    device = state.device();
    rosters = new Rosters(state.account(), device, state.rosters());
    paths = new DevicePaths(effects, settings.path());
    forks = new Forks(state, paths, effects, () -> nowMs);
    out = new OutStreams(device, state.epoch(), settings.sender(), rosters, paths, effects, forks);
    marks = new ReadMarks(this::ofOwnAccount, out::handleRead, this::keepOwnRead);
    in = new InStreams(settings.receiver(), effects, this::committed);
    direct = new DirectFrames(effects, rosters, paths, in, out);
    ends = new ChannelEnds(effects, rosters, paths, out);
    stamps = new Stamps(state.clock(), effects, now);
    wishes =
        new ChannelWishes(
            rosters, effects, settings.maxChannels(), paths::hasChannel, to -> ends.end(to, nowMs));
    serverFrames = new ServerFrames(effects, rosters, out, in, wishes, ends);
    state.in().forEach(in::restore);
    state.in().forEach(marks::restore);
    state.out().forEach(out::restore);
  }

  /** The next thing to do, or null. */
  public @Nullable CoreEffect poll() {
    return effects.poll();
  }

  /** When {@link #handleTimeout} is due; {@code Long.MAX_VALUE} for never. */
  public long deadlineMs() {
    return Math.min(
        Math.min(out.deadlineMs(), in.deadlineMs()),
        Math.min(paths.deadlineMs(), forks.deadlineMs()));
  }

  /** How full the queues are. */
  public CoreLoad load() {
    return new CoreLoad(
        out.most(Sender::waitingEntries),
        out.most(Sender::waitingBytes),
        in.most(Receiver::pendingEntries),
        in.most(Receiver::pendingBytes),
        out.window().entries(),
        out.window().bytes());
  }

  /** Whether every target is known to have all that was said to it. */
  public boolean settled() {
    return out.settled();
  }

  /** For logs: what is lacking where, without content. */
  @Override
  public String toString() {
    return device + " " + out;
  }

  /** The incarnations to tell in {@code hello}, the present one first (SES-11). */
  public List<Long> incarnations() {
    return forks.incarnations();
  }

  /** Which changes of the conversations are known here, to tell in {@code hello} (SES-14). */
  public KnownChanges knownChanges() {
    return rosters.known();
  }

  /** Conversations as last told by the server. */
  public List<Frame.Roster> conversations() {
    return List.copyOf(rosters.all());
  }

  /** How the other devices of a conversation are reached. */
  public List<PathView> paths(UUID conversation) {
    return rosters.targets(conversation).stream().map(paths::view).toList();
  }

  /** Takes a message: numbers it and asks for it to be written. */
  public SendResult handleSend(UUID conversation, UUID id, Bytes body, long now) {
    nowMs = now;
    if (rosters.get(conversation) == null) {
      return new SendResult.NotTaken(SendResult.Refusal.NOT_A_MEMBER);
    }
    if (!rosters.isAccepted(conversation)) {
      return new SendResult.NotTaken(SendResult.Refusal.NOT_ACCEPTED);
    }
    if (body.size() > Limits.BODY_BYTES) {
      return new SendResult.NotTaken(SendResult.Refusal.TOO_LARGE);
    }
    wishes.handleActivity(conversation, now);
    return out.send(conversation, id, stamps.next(now), body, now);
  }

  /**
   * Says that everything handed over in a conversation has been seen; one marker per stream.
   *
   * @param ids fresh message ids
   */
  public void handleMarkRead(UUID conversation, Supplier<UUID> ids, long now) {
    nowMs = now;
    marks
        .takeUnread(conversation)
        .forEach(
            (stream, through) -> {
              keepOwnRead(stream, through);
              handleSend(conversation, ids.get(), ReadMarks.marker(stream, through), now);
            });
  }

  private void keepOwnRead(StreamId stream, long throughSeq) {
    effects.persistLazily(new DiskWrite.OwnRead(stream, throughSeq));
  }

  private boolean ofOwnAccount(StreamId stream) {
    Member member = rosters.memberOf(stream.conversation(), stream.device());
    return stream.device().equals(device) || (member != null && rosters.isSelf(member));
  }

  /** Says that this person is typing; lost when the link is down. */
  public void handleTyping(UUID conversation, boolean active) {
    effects.add(new CoreEffect.ToServer(new Frame.Typing(conversation, null, active)));
  }

  /** Says whether this person is there; lost when the link is down. */
  public void handlePresence(PresenceState state) {
    effects.add(new CoreEffect.ToServer(new Frame.Presence(null, state, 0)));
  }

  /**
   * All writes up to and including that ticket are durable.
   *
   * @param known by ticket, ids of received entries that the transcript had under another number
   */
  public void handleDurable(long throughTicket, Map<Long, Set<UUID>> known, long now) {
    nowMs = now;
    out.handleDurable(throughTicket, now);
    in.handleDurable(throughTicket, known, now);
  }

  /** Own entries that were asked for with {@link CoreEffect.ReadOwn}. */
  public void handleTranscript(StreamId stream, List<Entry> entries, long now) {
    nowMs = now;
    out.handleTranscript(stream, entries, now);
  }

  /** Own entries that were asked for with {@link CoreEffect.ReadAgain}. */
  public void handleAgain(CoreEffect.ReadAgain asked, List<Entry> entries, long now) {
    nowMs = now;
    out.handleAgain(asked, entries, now);
  }

  /** Something is due. */
  public void handleTimeout(long now) {
    nowMs = now;
    paths.handleTimeout(out.paths(), now);
    out.drainAll();
    out.handleTimeout(now);
    forks.handleTimeout();
    in.handleTimeout(direct::restate, now);
  }

  /** The server said welcome: say what is here, then everything open goes out again. */
  public void handleLinkUp(Frame.Welcome welcome, long now) {
    nowMs = now;
    stamps.handleServerTime(welcome.serverTimeMs(), now);
    forks.handleLastIncarnation(welcome.lastIncarnation());
    rosters.handleLinkUp();
    serverFrames.handleLinkUp();
    ends.handleLinkUp();
    wishes.handleLinkUp();
    out.handleWelcome(welcome);
    List<StreamId> open = out.open();
    List<List<StreamPosition>> positions = in.positions(Limits.CHANNEL_BATCH_BYTES, _ -> true);
    for (List<StreamPosition> some : positions) {
      effects.add(new CoreEffect.ToServer(new Frame.Have(some, List.of())));
    }
    for (int from = 0; from < open.size(); from += Limits.HAVE_STREAMS) {
      int end = Math.min(open.size(), from + Limits.HAVE_STREAMS);
      effects.add(new CoreEffect.ToServer(new Frame.Have(List.of(), open.subList(from, end))));
    }
    paths.handleRelay(true, out.paths(), now);
    out.drainAll();
  }

  /** The link to the server is gone. */
  public void handleLinkDown(long now) {
    leaveServer(now);
    out.drainAll();
  }

  private void leaveServer(long now) {
    nowMs = now;
    paths.handleRelay(false, out.paths(), now);
    wishes.handleLinkDown();
  }

  /** The network may have changed, or the device has slept: every channel has to answer now. */
  public void handleDoubt(long now) {
    nowMs = now;
    paths.handleDoubt(out.paths(), now);
  }

  /** The device ends: every channel says that nothing more comes, and none is opened again. */
  public void handleClosing(long now) {
    nowMs = now;
    wishes.handleClosing(now);
  }

  /**
   * The session has ended for good, since this device is signed out or another program runs as it:
   * nothing is said or taken (SES-13) until there is another. What was not delivered waits.
   */
  public void handleOut(long now) {
    leaveServer(now);
    ends.endAll(now);
    wishes.handleOut(now);
  }

  /** Takes a frame of the server other than those of the session itself. */
  public void handleServerFrame(ServerFrame frame, long now) {
    nowMs = now;
    serverFrames.handle(frame, now);
  }

  /** Leaves out what the server said about one conversation and cannot be read (FRM-9). */
  public void handleUnreadable(UUID conversation, String rule) {
    serverFrames.handleUnreadable(conversation, rule);
  }

  private void committed(StreamId stream, dev.plait.protocol.wire.AddressedEntry addressed) {
    stamps.handleCommitted(addressed.entry().hlc(), nowMs);
    marks.handleEntry(stream, addressed.entry());
    wishes.handleActivity(stream.conversation(), nowMs);
  }

  /**
   * A data channel is open; it is used once it answers. Generations grow and are not reused.
   *
   * @param bytes most of a message on it
   */
  public void handleChannelOpen(UUID from, long channel, int bytes, long now) {
    nowMs = now;
    if (!ends.refuses(from, channel, wishes.wanted())) {
      paths.handleChannelOpen(from, channel, bytes, out.paths(), now);
      out.drainAll();
    }
  }

  /** A data channel is over. */
  public void handleChannelClosed(UUID from, long channel, String reason, long now) {
    nowMs = now;
    paths.handleChannelClosed(from, channel, reason, out.paths(), now);
    out.drainAll();
    wishes.handleChange(now);
  }

  /** A channel's buffer is full, or has room again. */
  public void handleChannelWritable(UUID to, long channel, boolean writable, long now) {
    nowMs = now;
    if (paths.isCurrentChannel(to, channel)) {
      paths.channelWritable(to, writable);
      out.handleWritable(to, now);
    }
  }

  /** Takes a frame of a data channel; late frames of an older channel are still facts. */
  public void handleChannelFrame(UUID from, long channel, PeerFrame frame, long now) {
    nowMs = now;
    if (ends.isOut()) {
      return;
    }
    direct.handle(from, channel, frame, now);
  }
}

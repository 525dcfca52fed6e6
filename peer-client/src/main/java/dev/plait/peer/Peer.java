package dev.plait.peer;

import dev.plait.peer.core.CoreSettings;
import dev.plait.peer.core.DeviceCore;
import dev.plait.peer.core.PeerEvent;
import dev.plait.peer.link.Clients;
import dev.plait.peer.link.ServerApi;
import dev.plait.peer.link.ServerLink;
import dev.plait.peer.link.ServerUrl;
import dev.plait.peer.outbox.DataException;
import dev.plait.peer.outbox.DeviceData;
import dev.plait.peer.outbox.TransactionHook;
import dev.plait.peer.outbox.TranscriptEntry;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.PresenceState;
import dev.plait.protocol.wire.StreamId;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device that talks. Safe for use by several threads: one thread of its own owns everything;
 * listeners run on a second one, in order, and may call back. Lives from {@link #connect} to {@link
 * #close}; the link to the server and the channels come and go meanwhile by themselves.
 */
public final class Peer extends AccountRequests implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Peer.class);
  private static final String SOFTWARE = "plait-java/" + Release.VERSION;

  /** How long a planned close waits for the others to agree. */
  private static final long FIN_WAIT_MS = 500;

  private static final long CLOSE_WAIT_MS = 2_000;

  private final HttpClient http;
  private final DeviceData data;
  private final ServerLink link;
  private final ChannelSet channels;
  private final PeerEngine engine;
  private final PeerThread owner;
  private final ExecutorService events;
  private final Closing closing = new Closing();
  private boolean closed;

  private Peer(
      PeerOptions options,
      DeviceData data,
      DiskTrouble trouble,
      HttpClient http,
      PeerClock clock,
      DeviceSignIn.SignedIn signedIn,
      Consumer<PeerEvent> listener,
      UnaryOperator<ChannelSet> around) {
    super(signedIn);
    this.data = data;
    this.http = http;
    this.owner = new PeerThread();
    this.events = PeerThread.events();
    SecureRandom random = new SecureRandom();
    data.keepIncarnation(random.nextLong() | 1);
    this.engine =
        new PeerEngine(
            owner,
            events,
            clock,
            data,
            data.load(),
            state -> new DeviceCore(state, CoreSettings.of(options.maxChannels()), clock.nowMs()));
    engine.addListener(listener);
    trouble.tellTo(engine::warn);
    this.link =
        new ServerLink(
            options.server(),
            new ServerLink.Self(device(), engine::known, SOFTWARE),
            signedIn.tokens(),
            owner,
            new LinkInputs(engine, data, clock),
            random,
            Clients.of(options.tls()).build());
    this.channels = around.apply(ChannelChoice.of(options, signedIn, owner, engine, link, random));
    engine.start(link, channels);
    new NetworkWatch(owner, engine).start();
  }

  /** Connects without a listener. */
  public static Peer connect(PeerOptions options) throws PeerException {
    return connect(options, _ -> {});
  }

  /**
   * Opens the data folder, signs in when this device is new, and starts. Returns before the server
   * has answered when the device is known: it works offline too.
   *
   * @param listener hears every event from the first on
   * @throws PeerException when signing in is refused, or a new device cannot reach its server
   * @throws DataException when the data folder cannot be used
   * @throws IllegalArgumentException when the server is another machine and the address {@code
   *     http://}, unless the options say {@link PeerOptions#withInsecureHttp}
   */
  public static Peer connect(PeerOptions options, Consumer<PeerEvent> listener)
      throws PeerException {
    return connect(options, listener, UnaryOperator.identity());
  }

  /**
   * Connects with something between it and its data channels.
   *
   * @param around makes of the channels what is used for them
   */
  static Peer connect(
      PeerOptions options, Consumer<PeerEvent> listener, UnaryOperator<ChannelSet> around)
      throws PeerException {
    if (!options.insecureHttp() && ServerUrl.of(options.server()).isExposed()) {
      throw new IllegalArgumentException(ServerUrl.exposed(options.server()));
    }
    DiskTrouble trouble = new DiskTrouble();
    DeviceData data = DeviceData.open(options.data(), TransactionHook.NONE, trouble);
    HttpClient http = Clients.of(options.tls()).connectTimeout(Duration.ofSeconds(5)).build();
    try {
      PeerClock clock = new PeerClock();
      ServerApi api = new ServerApi(options.server(), http);
      DeviceSignIn.SignedIn signedIn = new DeviceSignIn(options, api, data).signIn(clock);
      return new Peer(options, data, trouble, http, clock, signedIn, listener, around);
    } catch (PeerException | RuntimeException e) {
      data.close();
      http.shutdownNow();
      throw e;
    }
  }

  /** Calls {@code listener} for every event from now on, on the event thread. */
  public void addListener(Consumer<PeerEvent> listener) {
    engine.addListener(listener);
  }

  @Override
  public List<Frame.Roster> conversations() {
    return ask(DeviceCore::conversations);
  }

  @Override
  void learn(Frame.Roster roster) {
    var _ =
        ask(
            core -> {
              core.handleServerFrame(roster, engine.nowMs());
              return roster;
            });
  }

  /**
   * Says something. Returns at once; {@link Outgoing#accepted} tells when it cannot be lost any
   * more.
   *
   * @param body opaque, at most {@link dev.plait.protocol.wire.Limits#BODY_BYTES}
   */
  public Outgoing send(UUID conversation, Bytes body) {
    Outgoing outgoing = new Outgoing(UUID.randomUUID());
    outgoing.expectOf(closing);
    engine.send(conversation, body, outgoing);
    return outgoing;
  }

  /** Tells the others that everything handed over so far in a conversation has been seen. */
  public void markRead(UUID conversation) {
    engine.submitStamped(
        core -> core.handleMarkRead(conversation, UUID::randomUUID, engine.nowMs()));
  }

  /** Tells the others that this person is typing, or has stopped. */
  public void typing(UUID conversation, boolean active) {
    engine.submit(core -> core.handleTyping(conversation, active));
  }

  /** Tells the others whether this person is there. */
  public void presence(PresenceState state) {
    engine.submit(core -> core.handlePresence(state));
  }

  /** The last entries of a conversation, oldest first, in the order that all devices show. */
  public List<TranscriptEntry> history(UUID conversation, int limit) {
    return data.transcript(conversation, limit);
  }

  /** How far this account has read other devices' streams of a conversation; 0 is left out. */
  public Map<StreamId, Long> readThrough(UUID conversation) {
    return data.readThrough(conversation);
  }

  /** How the other devices of a conversation are reached, and why. */
  public List<PathInfo> paths(UUID conversation) {
    return ask(core -> core.paths(conversation).stream().map(channels::describe).toList()).stream()
        .map(CompletableFuture::join)
        .toList();
  }

  /** What this peer has done so far. */
  public Statistics statistics() {
    return engine.counters().snapshot();
  }

  /**
   * Begins every connection anew that may hang on a network that is gone. The peer notices by
   * itself, within seconds, that the device is on another network or has slept; a program may know
   * sooner.
   */
  public void networkChanged() {
    owner.execute(() -> engine.handleNetworkChanged(true));
  }

  private void finishChannels() {
    try {
      CompletableFuture<Boolean> done = new CompletableFuture<>();
      owner.execute(
          () -> {
            engine.handleClosing();
            var _ = channels.finished().thenRun(() -> done.complete(true));
          });
      done.get(FIN_WAIT_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("a channel did not end in good order; the outbox keeps what was under way", e);
    }
  }

  private <T> T ask(Function<DeviceCore, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    engine.submit(
        core -> {
          try {
            answer.complete(question.apply(core));
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    return closing.await(answer);
  }

  /**
   * Ends in good order: channels say FIN, the link closes, what waits for the disk is written.
   * Whatever was not delivered waits in the outbox for the next time. Closing again only waits for
   * the first close. From then on a message is refused, a question throws an {@link
   * IllegalStateException}, and everything else is dropped without a word.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    finishChannels();
    awaitOwner(
        () -> {
          channels.close();
          link.close("closed");
          engine.close();
        });
    data.close();
    awaitOwner(() -> {}); // what has become durable meanwhile is told
    owner.shutdown();
    events.execute(closing::end);
    events.shutdown();
    http.shutdownNow();
  }

  private void awaitOwner(Runnable task) {
    try {
      owner.submit(task).get(CLOSE_WAIT_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the peer's thread does not end", e);
    }
  }
}

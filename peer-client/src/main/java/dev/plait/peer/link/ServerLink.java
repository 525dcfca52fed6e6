package dev.plait.peer.link;

import dev.plait.protocol.codec.Decoded;
import dev.plait.protocol.codec.Direction;
import dev.plait.protocol.codec.FrameCodec;
import dev.plait.protocol.wire.ClientFrame;
import dev.plait.protocol.wire.CloseCode;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.ServerFrame;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one session with the server: token, hello, pings, and coming back with jittered backoff as
 * the close code allows. Owned by the peer's thread (the executor's); only tokens are fetched
 * elsewhere.
 */
public final class ServerLink {
  private static final Logger LOG = LoggerFactory.getLogger(ServerLink.class);

  /** A server that has not said welcome by then is as good as away. */
  private static final long WELCOME_TIMEOUT_MS = 10_000;

  /** States; anything not listed in {@link #transition}'s callers cannot happen. */
  private enum State {
    /** Not started. */
    IDLE,
    /** Fetching an access token. */
    TOKEN,
    /** Opening the socket, or waiting for welcome. */
    OPENING,
    /** Frames flow. */
    UP,
    /** Waiting for the next attempt. */
    WAITING,
    /** Will not come back by itself. */
    STOPPED
  }

  private final HttpClient http;
  private final URI uri;
  private final Self self;
  private final AccessTokens tokens;
  private final ScheduledExecutorService owner;
  private final LinkListener listener;
  private final Backoff backoff;
  private final TokenRenewal renewal;
  private final Heartbeat heartbeat;
  private State state = State.IDLE;
  private @Nullable Socket socket;
  private @Nullable ScheduledFuture<?> timer;
  private @Nullable CloseCode byeCode;
  private long byeRetryMs;
  private long attempt;
  private long welcomedMs;
  private long welcomedNanos;

  /**
   * Who says hello.
   *
   * @param known gives what to tell now, on the owner's thread
   * @param software name and version
   */
  public record Self(UUID device, Supplier<Known> known, String software) {}

  /**
   * What a device knows when it says hello.
   *
   * @param incarnations its own (SES-11)
   * @param throughChange up to here all changes of its conversations (SES-14); 0 for none
   * @param latestChange the highest of them; 0 for none
   */
  public record Known(List<Long> incarnations, long throughChange, long latestChange) {
    /** Copies the list. */
    public Known {
      incarnations = List.copyOf(incarnations);
    }
  }

  /**
   * Makes one; {@link #start} starts it.
   *
   * @param base the server's base URL; what {@link ServerUrl} takes
   * @param owner the peer's single thread
   * @param http its own, closed with it: one that is shared could open a socket on a connection
   *     that it has kept since the last request, and that a change of network has killed without a
   *     word
   */
  public ServerLink(
      URI base,
      Self self,
      AccessTokens tokens,
      ScheduledExecutorService owner,
      LinkListener listener,
      RandomGenerator random,
      HttpClient http) {
    this.http = http;
    this.uri = ServerUrl.of(base).webSocket();
    this.self = self;
    this.tokens = tokens;
    this.owner = owner;
    this.listener = listener;
    this.backoff = new Backoff(random);
    this.renewal = new TokenRenewal(tokens, owner, token -> send(new Frame.Token(token)));
    this.heartbeat = new Heartbeat(owner, this::send, () -> abort("the server is silent"));
  }

  /** Begins; from then on it looks after itself until {@link #close}. */
  public void start() {
    if (state == State.IDLE) {
      connect();
    }
  }

  /** The server's clock, as far as it is known: times in its HTTP answers count by it. */
  public long serverTimeMs() {
    return welcomedMs == 0
        ? System.currentTimeMillis()
        : welcomedMs + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - welcomedNanos);
  }

  /**
   * The network may have changed: an attempt that waits is made now, a session has to answer soon.
   */
  public void checkNow() {
    if (state == State.WAITING) {
      backoff.reset();
      connect();
    } else {
      heartbeat.handleNetworkChanged();
    }
  }

  /** Something else has died without a word: a session that has not just answered has to, soon. */
  public void doubt() {
    heartbeat.handleDoubt();
  }

  /**
   * The session is as good as dead, since its network is gone, or of no use, since the clock was
   * set: another one begins now. So is one that is being opened.
   */
  public void renew(String reason) {
    if (state == State.UP || state == State.OPENING) {
      abort(reason);
    }
    checkNow();
  }

  /** Sends a frame; dropped when the link is not up, since every session begins anew. */
  public void send(ClientFrame frame) {
    Socket to = socket;
    if (state == State.UP && to != null) {
      to.send(FrameCodec.encode(frame));
    }
  }

  /** Ends the session for good. */
  public void close(String reason) {
    transition(State.STOPPED, reason);
    attempt++; // what is still on its way to here is of no session any more
    heartbeat.handleDown();
    cancelTimers();
    Socket closing = socket;
    socket = null;
    if (closing != null) {
      closing.close(reason);
    }
    http.shutdown();
  }

  private void transition(State to, String reason) {
    LOG.debug("link {} -> {}: {}", state, to, reason);
    state = to;
  }

  private void connect() {
    cancelTimers();
    long current = ++attempt;
    byeCode = null;
    byeRetryMs = 0;
    transition(State.TOKEN, "attempt " + current);
    var _ =
        Thread.ofVirtual()
            .name("plait-token")
            .start(
                () -> {
                  try {
                    String token = tokens.access();
                    owner.execute(() -> open(current, token));
                  } catch (ApiException e) {
                    owner.execute(() -> noToken(current, e));
                  }
                });
  }

  private void noToken(long of, ApiException failure) {
    if (of != attempt || state != State.TOKEN) {
      return;
    }
    if (failure.isSignedOut()) {
      stop(CloseCode.BAD_TOKEN, "sign in again: " + failure.getMessage());
    } else {
      retry(String.valueOf(failure.getMessage()), 0);
    }
  }

  private void open(long of, String token) {
    if (of != attempt || state != State.TOKEN) {
      return;
    }
    transition(State.OPENING, "have a token");
    socket =
        new Socket(
            http,
            uri,
            owner,
            new Socket.Listener() {
              @Override
              public void opened() {
                hello(of, token);
              }

              @Override
              public void text(String text) {
                if (of == attempt) {
                  take(text);
                }
              }

              @Override
              public void ended(int code, String reason) {
                if (of == attempt) {
                  down(code, reason);
                }
              }
            });
    armTimer(WELCOME_TIMEOUT_MS, () -> abort("no welcome within " + WELCOME_TIMEOUT_MS + " ms"));
  }

  private void hello(long of, String token) {
    Socket to = socket;
    if (of == attempt && to != null) {
      heartbeat.handleHello();
      Known known = self.known().get();
      to.send(
          FrameCodec.encode(
              new Frame.Hello(
                  Frame.VERSION,
                  self.device(),
                  token,
                  known.incarnations(),
                  known.throughChange(),
                  known.latestChange(),
                  self.software())));
    }
  }

  private void take(String text) {
    heartbeat.handleHeard();
    switch (FrameCodec.decode(text, Direction.FROM_SERVER)) {
      case Decoded.Ok(var frame) -> handle((ServerFrame) frame);
      case Decoded.Bad(var _, var rule, var about) when about != null && state == State.UP ->
          listener.handleUnreadable(about, rule);
      case Decoded.Bad bad -> abort("the server sent a bad frame: " + bad);
    }
  }

  private void handle(ServerFrame frame) {
    switch (frame) {
      case Frame.Welcome welcome -> welcome(welcome);
      case Frame.Ping(long n) -> send(new Frame.Pong(n, System.currentTimeMillis()));
      case Frame.Pong pong -> heartbeat.handlePong(pong.n());
      case Frame.Bye bye -> {
        byeCode = bye.code();
        byeRetryMs = bye.retryAfterMs();
        LOG.info("the server says bye: {} ({})", bye.message(), bye.code());
      }
      case Frame.TokenAccepted(long expiresAtMs) -> tokenTaken(expiresAtMs);
      default -> {
        if (state == State.UP) {
          if (frame instanceof Frame.Live) {
            backoff.reset();
          }
          listener.handleServerFrame(frame);
        } else {
          abort("the server does not begin with welcome");
        }
      }
    }
  }

  private void welcome(Frame.Welcome welcome) {
    if (state != State.OPENING) {
      abort("a second welcome");
      return;
    }
    transition(State.UP, "welcome");
    cancelTimer();
    heartbeat.handleUp(welcome.pingIntervalMs());
    welcomedMs = welcome.serverTimeMs();
    welcomedNanos = System.nanoTime();
    tokenTaken(welcome.tokenExpiresAtMs());
    listener.handleLinkUp(welcome);
  }

  private void tokenTaken(long expiresAtMs) {
    // By the server's clock: this machine's may be wrong, or set at any time.
    renewal.tokenTaken(expiresAtMs - serverTimeMs());
  }

  private void abort(String reason) {
    Socket ending = socket;
    if (ending != null) {
      ending.abort(reason);
    }
  }

  private void down(int code, String reason) {
    socket = null;
    heartbeat.handleDown();
    CloseCode known = byeCode == null ? CloseCode.of(code) : byeCode;
    if (known != null && !known.reconnect()) {
      stop(known, reason);
      return;
    }
    if (known == CloseCode.BAD_TOKEN || known == CloseCode.TOKEN_EXPIRED) {
      tokens.invalidate();
    }
    retry(known == null ? reason : known + ": " + reason, byeRetryMs);
  }

  private void retry(String reason, long floorMs) {
    cancelTimers();
    long delayMs = backoff.nextMs(floorMs);
    transition(State.WAITING, reason);
    armTimer(delayMs, this::connect);
    listener.handleLinkDown(reason, delayMs);
  }

  private void stop(CloseCode code, String reason) {
    cancelTimers();
    transition(State.STOPPED, reason);
    listener.handleLinkStopped(code, reason);
  }

  private void armTimer(long delayMs, Runnable then) {
    cancelTimer();
    timer = owner.schedule(then, delayMs, TimeUnit.MILLISECONDS);
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private void cancelTimers() {
    cancelTimer();
    renewal.cancel();
  }
}

package dev.plait.server.session;

import dev.plait.protocol.wire.ClientFrame;
import dev.plait.protocol.wire.CloseCode;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.PresenceState;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.protocol.wire.StreamId;
import dev.plait.protocol.wire.StreamPosition;
import dev.plait.relay.RelayLimits;
import dev.plait.relay.RosterView;
import dev.plait.server.token.TokenVerifier;
import dev.plait.server.token.TokenVerifier.Principal;
import dev.plait.server.token.TokenVerifier.Reason;
import dev.plait.server.token.TokenVerifier.Rejected;
import dev.plait.turn.program.DatabaseFailure;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection from its first frame to its last: hello, then everything else. Frames come one at
 * a time on the connection's thread, which may block on the database; {@link #handleTimeout} comes
 * from the node's timer. Both hold this object's lock.
 */
public final class DeviceSession {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceSession.class);

  private enum State {
    AWAITING_HELLO,
    ADMITTED,
    CLOSED
  }

  private final SessionServices services;
  private final Outbound out;
  private final Consumer<UUID> onAdmitted;
  private final Consumer<DeviceSession> onClosed;
  private State state = State.AWAITING_HELLO;
  private @Nullable LiveSession live;
  private volatile long lastHeardMs;
  private volatile long endsAtMs;

  /**
   * A connection that has just opened; {@code onAdmitted} hears of the device when its hello was
   * good, {@code onClosed} of the end, each once.
   */
  DeviceSession(
      SessionServices services,
      Outbound out,
      Consumer<UUID> onAdmitted,
      Consumer<DeviceSession> onClosed) {
    this.onAdmitted = onAdmitted;
    this.services = services;
    this.out = out;
    this.onClosed = onClosed;
    this.lastHeardMs = services.clock().millis();
    this.endsAtMs = lastHeardMs + services.limits().helloMs();
  }

  /**
   * Takes the next frame; one behind a refusal, such as that of a {@code hello}, never counts.
   *
   * @param size its length in characters
   * @return how long the connection must not be read now, since the account has used up its budget;
   *     in milliseconds
   */
  public synchronized long handle(ClientFrame frame, int size) {
    if (out.isClosing()) {
      return 0;
    }
    lastHeardMs = services.clock().millis();
    services.metrics().count("plait.ws.frames", "type", frame.getClass().getSimpleName());
    try {
      switch (state) {
        case AWAITING_HELLO -> {
          first(frame);
          return live == null ? 0 : cost(live, frame, size);
        }
        case ADMITTED -> {
          long waitMs = cost(admitted(), frame, size);
          next(admitted(), frame);
          return waitMs;
        }
        case CLOSED -> LOG.debug("a frame after the close is ignored");
      }
    } catch (JdbiException away) {
      LOG.warn("the database did not answer a session: {}", DatabaseFailure.words(away));
      unavailable(frame);
    } catch (RuntimeException bug) {
      LOG.error("a session failed", bug);
      out.close(CloseCode.INTERNAL, "The server failed; it is in its log.", 1_000);
    }
    return 0;
  }

  private long cost(LiveSession session, ClientFrame frame, int size) {
    Cost cost = Cost.of(frame, session.account(), services.directory());
    long waitMs = services.budgets().take(session.account(), size, cost);
    if (waitMs > 0) {
      services.metrics().count("plait.ws.throttled");
    }
    return waitMs;
  }

  /** Closes what is late with its hello, silent, or past its token. Never waits for a lock. */
  public void handleTimeout(long nowMs) {
    if (nowMs >= endsAtMs) {
      out.close(CloseCode.TOKEN_EXPIRED, "Say hello with a fresh access token.", 0);
    } else if (nowMs - lastHeardMs >= services.limits().idleMs()) {
      out.close(CloseCode.IDLE, "Nothing came for too long; ping more often.", 0);
    }
  }

  /** The connection is closed, from whichever side. */
  public synchronized void handleClosed() {
    LiveSession ended = live;
    state = State.CLOSED;
    live = null;
    onClosed.accept(this);
    if (ended != null) {
      LOG.info("session {} of device {} ended", ended.number(), ended.device());
      services.relay().disconnected(ended.id());
      services.sessions().leave(ended);
      tellFriends(ended);
    }
  }

  private void tellFriends(LiveSession ended) {
    try {
      services.presence().leave(ended.account(), ended.number());
    } catch (JdbiException away) {
      LOG.debug("friends do not hear of the end of a session: {}", DatabaseFailure.words(away));
    }
  }

  private LiveSession admitted() {
    if (live == null) {
      throw new IllegalStateException("admitted without a session");
    }
    return live;
  }

  private void first(ClientFrame frame) {
    if (!(frame instanceof Frame.Hello hello)) {
      out.close(CloseCode.BAD_FRAME, "The first frame must be hello.", 0);
      return;
    }
    switch (services.tokens().verify(hello.token())) {
      case Rejected(var reason) -> reject(reason);
      case Principal who when !who.device().equals(hello.device()) ->
          out.close(CloseCode.BAD_TOKEN, "The token is another device's.", 0);
      case Principal who -> {
        admit(who, hello);
        endIfSignedOutMeanwhile(hello.token());
      }
    }
  }

  /** Whoever was signed out between the look at the token and the admission was not found here. */
  private void endIfSignedOutMeanwhile(String token) {
    if (services.tokens().verify(token) instanceof Rejected(var reason)) {
      reject(reason);
    }
  }

  private void reject(Reason reason) {
    services.metrics().count("plait.ws.rejected.tokens", "reason", reason.name());
    switch (reason) {
      case EXPIRED -> out.close(CloseCode.TOKEN_EXPIRED, "The access token has expired.", 0);
      case REVOKED -> out.close(CloseCode.REVOKED, "The device is signed out.", 0);
      case UNAVAILABLE -> out.close(CloseCode.INTERNAL, "The database is away.", 2_000);
      case MALFORMED, WRONG_TYPE, UNKNOWN_KEY, BAD_SIGNATURE, WRONG_AUDIENCE, LIVES_TOO_LONG ->
          out.close(CloseCode.BAD_TOKEN, "The access token was not accepted.", 0);
    }
  }

  /** Registers first and tells what has changed then, so that no change falls between. */
  private void admit(Principal who, Frame.Hello hello) {
    List<Long> incarnations = hello.incarnations();
    long before =
        incarnations.isEmpty() ? 0 : services.incarnations().replace(who.device(), incarnations);
    LiveSession fresh =
        services
            .sessions()
            .admit(
                who.account(), who.device(), out, made -> welcome(made, who.expiresAtMs(), before));
    live = fresh;
    state = State.ADMITTED;
    LOG.info("session {} of device {} began", fresh.number(), fresh.device());
    endsAtMs = who.expiresAtMs();
    onAdmitted.accept(fresh.device());
    services.relay().connected(fresh.id(), false, out::send);
    services.presence().enter(fresh.account(), fresh.number());
    CatchUp.start(services, fresh, hello);
  }

  private void welcome(LiveSession session, long expiresAtMs, long lastIncarnation) {
    RelayLimits window = services.relay().limits();
    out.send(
        new Frame.Welcome(
            new UUID(0, session.number()),
            session.account(),
            services.clock().millis(),
            expiresAtMs,
            services.limits().pingIntervalMs(),
            window.windowEntries(),
            (int) window.windowBytes(),
            lastIncarnation));
  }

  private void next(LiveSession session, ClientFrame frame) {
    switch (frame) {
      case Frame.Hello hello -> out.close(CloseCode.BAD_FRAME, "Hello came twice.", 0);
      case Frame.Post post -> post(session, post);
      case Frame.Cancel cancel -> services.relay().cancel(session.id(), cancel);
      case Frame.Ack ack ->
          services.relay().ack(session.id(), ack, together(session, ack.position().stream()));
      case Frame.Have have ->
          services
              .relay()
              .have(
                  session.id(),
                  have,
                  have.in().stream()
                      .map(StreamPosition::stream)
                      .filter(stream -> together(session, stream))
                      .collect(Collectors.toSet()));
      case Frame.Signal signal -> services.broker().signal(session, signal);
      case Frame.Typing typing -> services.broker().typing(session, typing);
      case Frame.Presence(var account, var stated, var seen) -> presence(session, stated);
      case Frame.Token(var token) -> renew(session, token);
      case Frame.Ping(var n) -> out.send(new Frame.Pong(n, services.clock().millis()));
      case Frame.Pong pong -> LOG.trace("a pong came");
    }
  }

  private void presence(LiveSession session, PresenceState stated) {
    if (stated != PresenceState.OFFLINE) {
      services.presence().set(session.account(), session.number(), stated);
    }
  }

  private void post(LiveSession session, Frame.Post post) {
    Frame.Roster roster = services.directory().roster(post.conversation());
    services.relay().post(session.id(), post, roster == null ? null : RosterView.of(roster));
  }

  /** Whether the stream's device and the session's are both in the conversation now. */
  private boolean together(LiveSession session, StreamId stream) {
    try {
      Frame.Roster roster = services.directory().roster(stream.conversation());
      return roster != null
          && isMember(roster, session.device())
          && isMember(roster, stream.device());
    } catch (JdbiException away) {
      LOG.warn("an ack counts only for what was sent here: {}", DatabaseFailure.words(away));
      return false;
    }
  }

  private static boolean isMember(Frame.Roster roster, UUID device) {
    return roster.members().stream().anyMatch(m -> m.devices().contains(device));
  }

  private void renew(LiveSession session, String token) {
    if (services.tokens().verify(token) instanceof Principal who && isSame(who, session)) {
      endsAtMs = who.expiresAtMs();
      out.send(new Frame.TokenAccepted(endsAtMs));
    } else {
      out.send(
          new Frame.Refused(
              0,
              RefusalCode.BAD_TOKEN,
              "The token was not accepted; the session goes on until the old one expires.",
              null,
              null,
              List.of(),
              0));
    }
  }

  private static boolean isSame(TokenVerifier.Principal who, LiveSession session) {
    return who.device().equals(session.device()) && who.account().equals(session.account());
  }

  private void unavailable(ClientFrame frame) {
    if (frame instanceof Frame.Post post) {
      services.relay().postUnavailable(admitted().id(), post);
    } else if (state == State.AWAITING_HELLO || frame instanceof Frame.Hello) {
      out.close(CloseCode.INTERNAL, "The database is away.", 2_000);
    }
  }
}

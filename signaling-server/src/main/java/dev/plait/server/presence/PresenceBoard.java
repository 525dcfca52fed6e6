package dev.plait.server.presence;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.PresenceState;
import dev.plait.server.conversation.Directory;
import dev.plait.server.session.LiveSession;
import dev.plait.server.session.Sessions;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who is there, as seen by people who share an accepted conversation and by nobody else. State
 * belongs to sessions, so a ghost cannot outlive its connection. Safe from any thread.
 */
public final class PresenceBoard {
  /** Last-seen times kept in memory: some 100 bytes each. */
  private static final long LAST_SEEN = 100_000;

  private final Map<UUID, Map<Long, PresenceState>> statesBySession = new ConcurrentHashMap<>();
  private final Cache<UUID, Long> lastSeenMs = Caffeine.newBuilder().maximumSize(LAST_SEEN).build();
  private final Directory directory;
  private final Sessions sessions;
  private final InstantSource clock;

  /** Starts with nobody there. */
  public PresenceBoard(Directory directory, Sessions sessions, InstantSource clock) {
    this.directory = directory;
    this.sessions = sessions;
    this.clock = clock;
  }

  /** A session begins: its friends hear of it, and it hears how they are. */
  public void enter(LiveSession session) {
    set(session, PresenceState.ONLINE);
    for (UUID friend : directory.acceptedPeersOf(session.account())) {
      session.out().send(frame(friend));
    }
  }

  /** The session says how it is; offline is not for it to say. */
  public void set(LiveSession session, PresenceState state) {
    change(session.account(), session.number(), state);
  }

  /** A session has ended. */
  public void leave(LiveSession session) {
    lastSeenMs.put(session.account(), clock.millis());
    change(session.account(), session.number(), null);
  }

  /** Tells both sides of a relation that has just become accepted. */
  public void introduce(UUID account) {
    tellFriends(account);
  }

  private void change(UUID account, long session, @Nullable PresenceState state) {
    PresenceState before = state(account);
    statesBySession.compute(
        account,
        (key, states) -> {
          Map<Long, PresenceState> next = states == null ? new HashMap<>() : new HashMap<>(states);
          if (state == null) {
            next.remove(session);
          } else {
            next.put(session, state);
          }
          return next.isEmpty() ? null : next;
        });
    if (state(account) != before) {
      tellFriends(account);
    }
  }

  private void tellFriends(UUID account) {
    Frame.Presence news = frame(account);
    for (UUID friend : directory.acceptedPeersOf(account)) {
      sessions.send(directory.devicesOf(friend), news);
    }
  }

  private Frame.Presence frame(UUID account) {
    Long seen = lastSeenMs.getIfPresent(account);
    return new Frame.Presence(account, state(account), Objects.requireNonNullElse(seen, 0L));
  }

  private PresenceState state(UUID account) {
    Map<Long, PresenceState> states = statesBySession.get(account);
    if (states == null) {
      return PresenceState.OFFLINE;
    }
    return states.containsValue(PresenceState.ONLINE) ? PresenceState.ONLINE : PresenceState.AWAY;
  }
}

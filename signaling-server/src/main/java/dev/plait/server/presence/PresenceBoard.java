package dev.plait.server.presence;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.PresenceState;
import dev.plait.server.conversation.Directory;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Who is there, as seen by people who share an accepted conversation and by nobody else. State
 * belongs to sessions, so a ghost cannot outlive its connection. Safe from any thread.
 */
public final class PresenceBoard {
  /** Last-seen times kept in memory: some 100 bytes each. */
  private static final long LAST_SEEN = 100_000;

  private final Map<UUID, Map<Long, PresenceState>> statesBySession = new ConcurrentHashMap<>();
  private final Cache<UUID, Long> lastSeenMs;
  private final LastSeenTimes lastSeen;
  private final Directory directory;
  private final BiConsumer<List<UUID>, Frame.Presence> news;
  private final InstantSource clock;

  /** Starts with nobody there; {@code news} sends a frame to those of the devices that are. */
  public PresenceBoard(
      Directory directory,
      LastSeenTimes lastSeen,
      BiConsumer<List<UUID>, Frame.Presence> news,
      InstantSource clock) {
    this.directory = directory;
    this.lastSeen = lastSeen;
    this.lastSeenMs = Caffeine.newBuilder().maximumSize(LAST_SEEN).build();
    this.news = news;
    this.clock = clock;
  }

  /** A session begins: its friends hear of it. */
  public void enter(UUID account, long session) {
    set(account, session, PresenceState.ONLINE);
  }

  /** How the account's friends are. */
  public List<Frame.Presence> friendsOf(UUID account) {
    return lastSeenOf(directory.acceptedPeersOf(account)).entrySet().stream()
        .map(friend -> frame(friend.getKey(), friend.getValue()))
        .toList();
  }

  /** The session says how it is; offline is not for it to say. */
  public void set(UUID account, long session, PresenceState state) {
    change(account, session, state);
  }

  /** A session has ended. */
  public void leave(UUID account, long session) {
    long nowMs = clock.millis();
    lastSeenMs.put(account, nowMs);
    try {
      lastSeen.save(account, nowMs);
    } finally {
      change(account, session, null);
    }
  }

  /** Tells both sides of each relation of the account that has just become accepted. */
  public void introduce(UUID account, Set<UUID> others) {
    for (UUID other : others) {
      if (directory.sharesAccepted(account, other)) {
        showEachOther(account, other);
      }
    }
  }

  /**
   * Two accounts see each other as before or, where one has blocked the other, as if both had just
   * gone.
   */
  public void showEachOther(UUID one, UUID two) {
    show(one, two);
    show(two, one);
  }

  private void show(UUID account, UUID to) {
    news.accept(
        directory.devicesOf(to),
        directory.sharesAccepted(account, to)
            ? frame(account, lastSeenOf(Set.of(account)).getOrDefault(account, 0L))
            : gone(account));
  }

  /** As if it had just gone. */
  public Frame.Presence gone(UUID account) {
    return new Frame.Presence(account, PresenceState.OFFLINE, clock.millis());
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
    Frame.Presence how = frame(account, lastSeenOf(Set.of(account)).getOrDefault(account, 0L));
    for (UUID friend : directory.acceptedPeersOf(account)) {
      news.accept(directory.devicesOf(friend), how);
      if (!directory.sharesAccepted(account, friend)) {
        show(account, friend); // one of them has blocked the other meanwhile
      }
    }
  }

  /** Reads those that are not in memory at once. */
  private Map<UUID, Long> lastSeenOf(Set<UUID> accounts) {
    Map<UUID, Long> times = new HashMap<>(lastSeenMs.getAllPresent(accounts));
    Set<UUID> missing = new HashSet<>(accounts);
    missing.removeAll(times.keySet());
    if (!missing.isEmpty()) {
      // A session may have ended since they were read: the later time counts.
      lastSeen
          .of(missing)
          .forEach((id, ms) -> times.put(id, lastSeenMs.asMap().merge(id, ms, Math::max)));
    }
    return times;
  }

  /** The same as it is now, for what was made some time ago. */
  public Frame.Presence now(Frame.Presence made) {
    UUID account = Objects.requireNonNull(made.account());
    return frame(
        account, Math.max(made.lastSeenMs(), lastSeenMs.asMap().getOrDefault(account, 0L)));
  }

  private Frame.Presence frame(UUID account, long seenMs) {
    return new Frame.Presence(account, state(account), seenMs);
  }

  private PresenceState state(UUID account) {
    Map<Long, PresenceState> states = statesBySession.get(account);
    if (states == null) {
      return PresenceState.OFFLINE;
    }
    return states.containsValue(PresenceState.ONLINE) ? PresenceState.ONLINE : PresenceState.AWAY;
  }
}

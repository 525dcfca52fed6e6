package dev.plait.server.conversation;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.plait.protocol.wire.Frame;
import dev.plait.server.database.NodeDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory over the database, with a memory that each change clears. Safe from any thread. A
 * change made by another node arrives through {@link #publish}; the memory's lifetime bounds what
 * is missed when that fails.
 */
public final class CachedDirectory implements Directory {
  private static final Logger LOG = LoggerFactory.getLogger(CachedDirectory.class);

  private static final long ENTRIES = 50_000;

  /** How stale a node may be when another node's doorbell got lost. */
  private static final Duration LIFETIME = Duration.ofMinutes(1);

  private final LoadingCache<UUID, Optional<Shown>> rosters;
  private final LoadingCache<UUID, List<UUID>> conversations;
  private final LoadingCache<UUID, List<UUID>> devices;
  private final LoadingCache<UUID, Set<UUID>> peers;
  private final CopyOnWriteArrayList<Listener> listeners = new CopyOnWriteArrayList<>();

  /** Reads from {@code database}, which outlives this. */
  public CachedDirectory(NodeDatabase database) {
    rosters = cache(id -> Optional.ofNullable(database.find(h -> ConversationRows.shown(h, id))));
    conversations = cache(id -> database.read(h -> ConversationRows.conversationsOf(h, id)));
    devices = cache(id -> database.read(h -> ConversationRows.devicesOf(h, id)));
    peers = cache(id -> database.read(h -> ConversationRows.acceptedPeersOf(h, id)));
  }

  private interface Load<V> {
    V of(UUID id);
  }

  private static <V> LoadingCache<UUID, V> cache(Load<V> load) {
    return Caffeine.newBuilder().maximumSize(ENTRIES).expireAfterWrite(LIFETIME).build(load::of);
  }

  @Override
  public Frame.@Nullable Roster roster(UUID conversation) {
    return rosters.get(conversation).map(Shown::roster).orElse(null);
  }

  @Override
  public Frame.@Nullable Roster rosterFor(UUID conversation, UUID account) {
    return rosters.get(conversation).map(shown -> shown.to(account)).orElse(null);
  }

  @Override
  public List<UUID> conversationsOf(UUID account) {
    return conversations.get(account);
  }

  @Override
  public List<UUID> devicesOf(UUID account) {
    return devices.get(account);
  }

  @Override
  public Set<UUID> acceptedPeersOf(UUID account) {
    return peers.get(account);
  }

  @Override
  public Subscription listen(Listener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /**
   * Forgets what {@code change} touches, then tells the listeners. Called after the commit, and by
   * the bus for changes made on other nodes. Does not throw when a listener does: the change has
   * happened, and others follow it.
   */
  public void publish(Change change) {
    switch (change) {
      case RosterChanged(var conversation, var accounts) -> {
        rosters.invalidate(conversation);
        conversations.invalidateAll(accounts);
        devices.invalidateAll(accounts);
        peers.invalidateAll(accounts);
      }
      case NameChanged(_, _, var conversations) -> rosters.invalidateAll(conversations);
      case Asked(var conversation, var account) -> {
        rosters.invalidate(conversation);
        conversations.invalidate(account);
      }
      case Unasked(var conversation, var account, _) -> {
        rosters.invalidate(conversation);
        conversations.invalidate(account);
      }
      case AccountLeft(var conversation, var account, _) -> {
        rosters.invalidate(conversation);
        conversations.invalidate(account);
        peers.invalidate(account);
      }
      case Accepted(_, var accounts) -> peers.invalidateAll(accounts);
      case BlockChanged(var account, var other, _) -> peers.invalidateAll(List.of(account, other));
      case DeviceAdded(var account, _) -> devices.invalidate(account);
      case DeviceSignedOut _ -> {
        // The rosters, which still name the device, change apart from this.
      }
      case DeviceRevoked(var account, _) -> devices.invalidate(account);
    }
    for (Listener listener : listeners) {
      try {
        listener.onChange(change);
      } catch (RuntimeException failed) {
        LOG.warn("not all who are connected hear of a change now", failed);
      }
    }
  }
}

package dev.plait.relay;

import dev.plait.protocol.wire.StreamId;
import dev.plait.store.AckedThrough;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are to be deleted. Of one stream and target what is said later goes with what was said
 * before, so one mark at most waits; the accounts that have said so take turns. Pure.
 */
final class Marks {
  private static final class Waiting {
    final UUID account;
    AckedThrough mark;

    Waiting(UUID account, AckedThrough mark) {
      this.account = account;
      this.mark = mark;
    }
  }

  private final Map<StreamId, Map<UUID, Waiting>> byTarget = new HashMap<>();
  private final FairQueue<Waiting> turns = new FairQueue<>();

  boolean isEmpty() {
    return turns.isEmpty();
  }

  /** How many wait. */
  int size() {
    return turns.size();
  }

  /** How many of an account wait. */
  int size(UUID account) {
    return turns.size(account);
  }

  void add(UUID account, AckedThrough mark) {
    Map<UUID, Waiting> targets =
        byTarget.computeIfAbsent(mark.stream(), _ -> new LinkedHashMap<>());
    Waiting before = targets.get(mark.target());
    if (before != null) {
      before.mark = before.mark.with(mark);
    } else {
      Waiting waiting = new Waiting(account, mark);
      targets.put(mark.target(), waiting);
      turns.add(account, waiting);
    }
  }

  /** The oldest of the account whose turn it is; null when there is none. */
  @Nullable AckedThrough poll() {
    Waiting next = turns.poll();
    if (next != null) {
      forget(next.mark);
    }
    return next == null ? null : next.mark;
  }

  /** Takes those of a stream out of their turn, so many at most. */
  List<AckedThrough> take(StreamId stream, int most) {
    List<AckedThrough> taken = new ArrayList<>();
    for (Waiting waiting : List.copyOf(byTarget.getOrDefault(stream, Map.of()).values())) {
      if (taken.size() < most) {
        turns.remove(waiting.account, waiting);
        forget(waiting.mark);
        taken.add(waiting.mark);
      }
    }
    return taken;
  }

  /** Takes that of a stream and target out of its turn; null when there is none. */
  @Nullable AckedThrough take(StreamId stream, UUID target) {
    Waiting waiting = byTarget.getOrDefault(stream, Map.of()).get(target);
    if (waiting == null) {
      return null;
    }
    turns.remove(waiting.account, waiting);
    forget(waiting.mark);
    return waiting.mark;
  }

  private void forget(AckedThrough mark) {
    Map<UUID, Waiting> targets = byTarget.getOrDefault(mark.stream(), Map.of());
    targets.remove(mark.target());
    if (targets.isEmpty()) {
      byTarget.remove(mark.stream());
    }
  }
}

package dev.plait.server.http;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.plait.server.admission.Refusal;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What an account changes with all its devices it changes one after the other: others share the
 * database with one of them at a time. Safe from any thread.
 */
final class AccountTurns {
  private static final long LONGEST_WAIT_S = 10;

  private final LoadingCache<UUID, ReentrantLock> turns =
      Caffeine.newBuilder().weakValues().build(_ -> new ReentrantLock());

  /** Makes a change in the account's turn; one that does not come in time is told to come back. */
  Reply run(UUID account, Supplier<Reply> change) {
    ReentrantLock turn = turns.get(account);
    try {
      if (!turn.tryLock(LONGEST_WAIT_S, TimeUnit.SECONDS)) {
        return Reply.problem(Refusal.BUSY);
      }
    } catch (InterruptedException ends) {
      Thread.currentThread().interrupt();
      return Reply.problem(Refusal.UNAVAILABLE);
    }
    try {
      return change.get();
    } finally {
      turn.unlock();
    }
  }
}

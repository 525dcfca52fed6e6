package dev.plait.peer;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Those who wait for something that a closed peer will not do: they are told so. All else that
 * comes after the end is dropped without a word. Safe for use by several threads.
 */
final class Closing {
  static final String CLOSED = "the peer is closed";

  private static final long ANSWER_WAIT_MS = 10_000;

  /** How each of them is told. */
  private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();

  private volatile boolean ended;

  /** Fails {@code answer} with {@code why} when the end comes before it. */
  void expect(CompletableFuture<?> answer, Supplier<RuntimeException> why) {
    Runnable tell = () -> answer.completeExceptionally(why.get());
    waiting.add(tell);
    if (ended) {
      tell.run();
    }
    var _ = answer.whenComplete((value, failure) -> waiting.remove(tell));
  }

  /**
   * Waits for {@code answer}, which the peer's thread gives.
   *
   * @throws IllegalStateException when the peer is closed
   */
  <T> T await(CompletableFuture<T> answer) {
    expect(answer, () -> new IllegalStateException(CLOSED));
    try {
      return answer.orTimeout(ANSWER_WAIT_MS, TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IllegalStateException why) {
        throw new IllegalStateException(why.getMessage(), e);
      }
      throw e;
    }
  }

  /** From now on nothing is answered any more. */
  void end() {
    ended = true;
    waiting.forEach(Runnable::run);
  }
}

package dev.plait.peer.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes one check after the other, none longer than its limit. Used by one thread. */
final class Round {
  /** Longest check: what has not answered by then is of no use to a chat. */
  static final Duration CHECK_MAX = Duration.ofSeconds(12);

  /** Longest round: people wait for the end of it. */
  static final Duration WHOLE_MAX = Duration.ofSeconds(55);

  private final long endNs = System.nanoTime() + WHOLE_MAX.toNanos();
  private final List<Check> checks = new ArrayList<>();
  private final Consumer<Check> listener;

  Round(Consumer<Check> listener) {
    this.listener = listener;
  }

  /** Makes a check; what it found for the others, or null. */
  <T> @Nullable T make(String name, Callable<Answer<T>> check) {
    long beginNs = System.nanoTime();
    long leftNs = Math.min(CHECK_MAX.toNanos(), left().toNanos());
    Answer<T> answer =
        leftNs <= 0 ? Answer.skipped("the time for all checks is over") : run(check, leftNs);
    report(name, answer, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNs));
    return answer.value();
  }

  /** How long the round may still take; not negative. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, endNs - System.nanoTime()));
  }

  /** Says how a check went that was made elsewhere. */
  void report(String name, Answer<?> answer, long ms) {
    Check done = new Check(name, answer.outcome(), answer.detail(), answer.todo(), ms);
    checks.add(done);
    listener.accept(done);
  }

  /** Leaves checks out. */
  void skip(String why, String... names) {
    for (String name : names) {
      report(name, Answer.skipped(why), 0);
    }
  }

  List<Check> checks() {
    return checks;
  }

  private static <T> Answer<T> run(Callable<Answer<T>> check, long limitNs) {
    FutureTask<Answer<T>> task = new FutureTask<>(check);
    Thread.ofVirtual().name("doctor").start(task);
    try {
      return task.get(limitNs, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      return Answer.failed(
          "no result within " + TimeUnit.NANOSECONDS.toSeconds(limitNs) + " s",
          "run it again; when it stays so, look at the network between here and there");
    } catch (ExecutionException e) {
      return Answer.failed("the check itself failed: " + e.getCause(), "report it as a bug");
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      return Answer.skipped("interrupted");
    }
  }
}

package dev.plait.tests.sim;

import dev.plait.protocol.wire.Frame;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Simulated time, the only random source, and the trace of one run. Confined to one thread. */
final class SimWorld {
  /** Most events of one run: a livelock ends here. */
  private static final int MAX_EVENTS = 2_000_000;

  private record Event(long atMs, long order, Runnable action) {}

  final SplittableRandom random;
  final SimCounts counts = new SimCounts();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          (a, b) ->
              a.atMs != b.atMs ? Long.compare(a.atMs, b.atMs) : Long.compare(a.order, b.order));
  private final @Nullable Consumer<String> tracer;
  private final long seed;
  private long nowMs;
  private long order;
  private long traceHash = 17;

  SimWorld(long seed, @Nullable Consumer<String> tracer) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.tracer = tracer;
  }

  long seed() {
    return seed;
  }

  long nowMs() {
    return nowMs;
  }

  long traceHash() {
    return traceHash;
  }

  void at(long atMs, Runnable action) {
    events.add(new Event(Math.max(atMs, nowMs), order++, action));
  }

  void after(long delayMs, Runnable action) {
    at(nowMs + delayMs, action);
  }

  /** Runs events until {@code untilMs} or until {@code done}, which is asked now and then. */
  boolean run(long untilMs, java.util.function.BooleanSupplier done) {
    int sinceCheck = 0;
    while (!events.isEmpty() && events.peek().atMs <= untilMs) {
      Event event = events.poll();
      nowMs = event.atMs;
      event.action.run();
      if (order > MAX_EVENTS) {
        throw new SimViolation("livelock", "more than " + MAX_EVENTS + " events");
      }
      if (++sinceCheck >= 64) {
        sinceCheck = 0;
        if (done.getAsBoolean()) {
          return true;
        }
      }
    }
    nowMs = Math.max(nowMs, untilMs);
    return done.getAsBoolean();
  }

  /** An integer from {@code low} to {@code high}, both inclusive. */
  int pick(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  UUID uuid() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  /** A device in a trace. */
  static String name(UUID device) {
    return "d" + device.getLeastSignificantBits();
  }

  void trace(String who, String what, Frame frame) {
    String type = frame.getClass().getSimpleName();
    trace(who, type, what.length(), 0);
    if (tracer != null) {
      tracer.accept("  " + what + " " + SimTrace.describe(frame));
    }
  }

  void trace(String who, String what, long a, long b) {
    traceHash = traceHash * 31 + what.hashCode();
    traceHash = traceHash * 31 + who.hashCode();
    traceHash = traceHash * 31 + a;
    traceHash = traceHash * 31 + b;
    traceHash = traceHash * 31 + nowMs;
    if (tracer != null) {
      tracer.accept(nowMs + " " + who + " " + what + " " + a + " " + b);
    }
  }
}

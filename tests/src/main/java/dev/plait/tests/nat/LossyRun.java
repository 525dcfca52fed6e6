package dev.plait.tests.nat;

import dev.plait.tests.scenario.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Two who talk at a person's pace, over a direct channel that every twentieth packet is lost on, in
 * each direction (PTH-3). One plays one talk, on the thread that calls it.
 */
final class LossyRun {
  /**
   * How the talk goes.
   *
   * @param seed what the times of the messages are drawn from
   * @param lastMs how long it lasts
   * @param cuts how often the channel really dies meanwhile, evenly spread
   */
  record Plan(long seed, long lastMs, int cuts) {}

  private static final int LOSS_PERCENT = 5;

  /** A message every two seconds of each side, on average. */
  private static final int LEAST_GAP_MS = 1_000;

  private static final int MOST_GAP_MS = 3_000;

  private static final long FIND_MS = 30_000;
  private static final long LOOK_EVERY_MS = 100;
  private static final long GIVE_UP_MS = 60_000;

  /** Networks and peers are set up one after the other: at once they would only be slower. */
  private static final ReentrantLock SETTING_UP = new ReentrantLock();

  private interface Act {
    void play(long nowMs) throws Exception;
  }

  private record Step(long atMs, Act act) {}

  private final Plan plan;
  private final Pair<Talker> pair;
  private final RandomGenerator random;
  private final PriorityQueue<Step> steps =
      new PriorityQueue<>(Comparator.comparingLong(Step::atMs));
  private final Map<Talker, List<Long>> saidAtMs = new HashMap<>();
  private final List<LossyTalk.Cut> cuts = new ArrayList<>();
  private Talker.Rescue afterCuts = new Talker.Rescue(0, 0, 0, 0);
  private Network.Loss loss = new Network.Loss(0, 0);
  private long endMs;

  private LossyRun(Plan plan, Pair<Talker> pair) {
    this.plan = plan;
    this.pair = pair;
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(plan.seed());
  }

  /**
   * What came of it; a talk that cannot be played to its end is one that did not pass.
   *
   * @param software what the second side runs on; the first is a Java peer
   */
  static LossyTalk play(Laboratory laboratory, int number, String software, Plan plan)
      throws InterruptedException {
    try (Pair<Talker> pair = meet(laboratory, number, software)) {
      return new LossyRun(plan, pair).talk();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      Leftovers.stopWhenEnding();
      return LossyTalk.broken("java×" + software, e);
    }
  }

  /** Two who have found the direct way to each other; nothing is lost yet. */
  private static Pair<Talker> meet(Laboratory laboratory, int number, String software)
      throws Exception {
    SETTING_UP.lock();
    try {
      Pair<Talker> pair =
          new Pair<>(
              laboratory,
              number,
              NetworkKind.PORT_RESTRICTED,
              NetworkKind.PORT_RESTRICTED,
              laboratory.seat("java"),
              laboratory.seat(software));
      try {
        var _ = pair.meet();
        String path = pair.awaitPath("direct", FIND_MS);
        if (!path.equals("direct")) {
          throw new IllegalStateException("it begins on the path " + path);
        }
        return pair;
      } catch (Exception e) {
        pair.close();
        throw e;
      }
    } finally {
      SETTING_UP.unlock();
    }
  }

  private LossyTalk talk() throws Exception {
    Talker.Rescue before = rescue();
    pair.left().lose(LOSS_PERCENT);
    long beganMs = System.currentTimeMillis();
    endMs = beganMs + plan.lastMs();
    sayLater(pair.ada(), "a", beganMs);
    sayLater(pair.grace(), "g", beganMs);
    for (int i = 1; i <= plan.cuts(); i++) {
      steps.add(new Step(beganMs + plan.lastMs() * i / (plan.cuts() + 1), this::cut));
    }
    for (Step step = steps.poll(); step != null; step = steps.poll()) {
      Elapse.ms(Math.max(0, step.atMs() - System.currentTimeMillis()));
      step.act().play(System.currentTimeMillis());
    }
    addLoss();
    long lastedMs = System.currentTimeMillis() - beganMs;
    Tally tally = pair.tally();
    List<Long> pausesMs = new ArrayList<>();
    Map<String, Long> by = new HashMap<>();
    collect(pair.ada(), pair.grace(), pausesMs, by);
    collect(pair.grace(), pair.ada(), pausesMs, by);
    return new LossyTalk(
        pair.ada().software() + "×" + pair.grace().software(),
        lastedMs,
        loss,
        rescue().minus(before).minus(afterCuts),
        pausesMs,
        by,
        cuts,
        tally,
        pair.equal(),
        "");
  }

  private Talker.Rescue rescue() throws Exception {
    return pair.ada().rescue().plus(pair.grace().rescue());
  }

  private void addLoss() throws Exception {
    Network.Loss more = pair.left().loss();
    loss = new Network.Loss(loss.packets() + more.packets(), loss.lost() + more.lost());
  }

  /** Draws when somebody says something next, as long as the talk lasts. */
  private void sayLater(Talker talker, String prefix, long nowMs) {
    long atMs = nowMs + random.nextInt(LEAST_GAP_MS, MOST_GAP_MS);
    if (atMs < endMs) {
      steps.add(new Step(atMs, now -> say(talker, prefix, atMs, now)));
    }
  }

  private void say(Talker talker, String prefix, long atMs, long nowMs) throws Exception {
    List<Long> times = saidAtMs.computeIfAbsent(talker, _ -> new ArrayList<>());
    times.add(nowMs);
    talker.say(prefix + times.size(), 1);
    sayLater(talker, prefix, atMs);
  }

  private void cut(long nowMs) throws Exception {
    Talker.Rescue before = rescue();
    long ofAda = pair.ada().rescue().deaths();
    long ofGrace = pair.grace().rescue().deaths();
    addLoss();
    pair.left().cutButServer();
    long cutMs = System.currentTimeMillis();
    when(
        () -> pair.ada().rescue().deaths() > ofAda && pair.grace().rescue().deaths() > ofGrace,
        cutMs,
        foundMs -> {
          pair.left().mend();
          pair.left().lose(LOSS_PERCENT);
          when(
              () -> pair.path().equals("direct"),
              System.currentTimeMillis(),
              backMs -> {
                cuts.add(new LossyTalk.Cut(foundMs, backMs));
                afterCuts = afterCuts.plus(rescue().minus(before));
              });
        });
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private interface Then {
    void play(long afterMs) throws Exception;
  }

  /** Looks again and again, between what is said; {@code -1} when it takes too long. */
  private void when(Condition condition, long sinceMs, Then then) {
    steps.add(
        new Step(
            System.currentTimeMillis() + LOOK_EVERY_MS,
            nowMs -> {
              if (condition.holds()) {
                then.play(nowMs - sinceMs);
              } else if (nowMs - sinceMs > GIVE_UP_MS) {
                then.play(-1);
              } else {
                when(condition, sinceMs, then);
              }
            }));
  }

  /** Adds how long each message of one direction took, and how it came. */
  private void collect(Talker from, Talker to, List<Long> pausesMs, Map<String, Long> by)
      throws Exception {
    List<Long> times = saidAtMs.getOrDefault(from, List.of());
    List<String> said = from.said();
    int before = said.size() - times.size(); // what was said to find each other
    Map<String, Talker.Heard> heard = new HashMap<>();
    to.heard().forEach(one -> heard.put(one.text(), one));
    for (int i = 0; i < times.size(); i++) {
      Talker.Heard one = heard.get(said.get(before + i));
      if (one != null) {
        pausesMs.add(one.atMs() - times.get(i));
        by.merge(one.by(), 1L, Long::sum);
      }
    }
  }
}

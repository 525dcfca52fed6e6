package dev.plait.peer.doctor;

import dev.plait.peer.doctor.IceCheck.Offered;
import dev.plait.turn.probe.Fault;
import dev.plait.turn.probe.TurnOptions;
import dev.plait.turn.probe.TurnProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/** Allocates at every TURN URL with the credentials handed out. Stateless. */
final class TurnChecks {
  private static final Duration ALLOCATE_MAX = Duration.ofSeconds(3);

  /** Then the URLs that are left of a server are not tried. */
  private static final Duration SERVER_MAX = Duration.ofSeconds(10);

  private static final Executor THREADS =
      task -> Thread.ofVirtual().name("doctor-turn").start(task);

  /** What came of one URL. */
  record Tried(Offered offered, Answer<Offered> answer, long ms) {
    /** By the transport, so that scripts can tell them apart. */
    String name() {
      return "turn-" + offered.url().transport().name().toLowerCase(Locale.ROOT);
    }
  }

  private TurnChecks() {}

  /**
   * Tries all, in the order given: the servers side by side, the URLs of each one after the other,
   * since more allocations at a time could exceed the user's quota.
   *
   * @param aheadMs how far this machine's clock is ahead of the server's
   * @param left until the end of the round
   */
  static List<Tried> make(List<Offered> offered, long aheadMs, Duration left) {
    Duration limit = left.compareTo(SERVER_MAX) < 0 ? left : SERVER_MAX;
    Map<String, List<Offered>> byHost =
        offered.stream()
            .filter(one -> one.url().scheme().isTurn())
            .collect(
                Collectors.groupingBy(
                    one -> one.url().host(), LinkedHashMap::new, Collectors.toList()));
    List<CompletableFuture<List<Tried>>> running =
        byHost.values().stream()
            .map(
                urls ->
                    CompletableFuture.supplyAsync(() -> ofServer(urls, aheadMs, limit), THREADS))
            .toList();
    return running.stream().flatMap(tried -> tried.join().stream()).toList();
  }

  private static List<Tried> ofServer(List<Offered> urls, long aheadMs, Duration limit) {
    long beginNs = System.nanoTime();
    List<Tried> tried = new ArrayList<>();
    for (Offered one : urls) {
      tried.add(
          System.nanoTime() - beginNs < limit.toNanos()
              ? allocate(one, aheadMs)
              : new Tried(one, Answer.skipped(one.url() + ": the time for its server is over"), 0));
    }
    return tried;
  }

  private static Tried allocate(Offered offered, long aheadMs) {
    long beginNs = System.nanoTime();
    TurnOptions options = TurnOptions.within(ALLOCATE_MAX);
    if (!offered.realm().isEmpty()) {
      options = options.withRealm(offered.realm());
    }
    TurnProbe.Result result = TurnProbe.allocate(offered.url(), offered.credential(), options);
    long ms = (System.nanoTime() - beginNs) / 1_000_000;
    return new Tried(
        offered,
        switch (result) {
          case TurnProbe.Reached reached ->
              Answer.ok(
                  String.format(
                      Locale.ROOT,
                      "%s: allocates %s, round trip %.1f ms",
                      offered.url(),
                      reached.relayed(),
                      reached.roundTripMs()),
                  offered);
          case TurnProbe.Failed failed ->
              Answer.failed(
                  offered.url()
                      + ": "
                      + failed.fault().meaning()
                      + (failed.code() == 0 ? "" : " (" + failed.code() + ")"),
                  advice(failed.fault(), aheadMs));
        },
        ms);
  }

  private static String advice(Fault fault, long aheadMs) {
    return switch (fault) {
      case CREDENTIAL_REFUSED ->
          "the node and the TURN server do not share the secret: compare plait.turn.secret with"
              + " static-auth-secret";
      case CREDENTIAL_EXPIRED ->
          Math.abs(aheadMs) > ClockCheck.FAILURE_MS
              ? "set the clocks right first: this machine's, the node's and the TURN server's"
              : "compare the clocks of the node and of the TURN server";
      case NO_ANSWER ->
          "see whether the TURN server runs, and whether a firewall, here or there, lets this port"
              + " pass";
      default -> fault.advice();
    };
  }
}

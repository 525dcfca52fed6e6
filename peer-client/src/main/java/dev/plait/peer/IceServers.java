package dev.plait.peer;

import dev.plait.peer.link.ApiException;
import dev.plait.peer.link.IceAnswer;
import dev.plait.peer.rtc.IceServer;
import dev.plait.peer.rtc.IceServerSource;
import dev.plait.protocol.signaling.IceRefresh;
import dev.plait.protocol.signaling.RegionTrips;
import dev.plait.protocol.signaling.RegionTrips.Region;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the STUN and TURN servers ready for all connections: drives one {@link IceRefresh}. The last
 * known ones serve until others have come. Owned by the peer's thread; only the asking blocks, on a
 * thread of its own.
 */
final class IceServers implements IceServerSource {
  private static final Logger LOG = LoggerFactory.getLogger(IceServers.class);
  private static final int RANDOM_VALUES = 1_000;

  /** Of servers that come without an end. */
  private static final long UNTOLD_LIFE_MS = Duration.ofHours(12).toMillis();

  /** Where to ask; blocks. */
  interface Api {
    /** {@code rtt}: round trips to regions as they are told, empty when none are known. */
    IceAnswer get(String rtt) throws ApiException;
  }

  /** How the trip to a region is measured: answers on any thread, or never. */
  interface Distance {
    void measure(Region region, LongConsumer tripMs);
  }

  private final IceRefresh refresh = new IceRefresh();
  private final RegionTrips trips = new RegionTrips();
  private final List<Consumer<List<IceServer>>> waiting = new ArrayList<>();
  private final Api api;
  private final Distance distance;
  private final ScheduledExecutorService owner;
  private final LongSupplier clockMs;
  private final LongSupplier serverTimeMs;
  private final RandomGenerator random;
  private List<IceServer> servers = List.of();

  /** The round trips that the last question told. */
  private String told = "";

  private Consumer<List<IceServer>> listener = _ -> {};
  private @Nullable ScheduledFuture<?> timer;

  /**
   * Knows none yet, and asks when the first connection or wish comes.
   *
   * @param clockMs this device's clock
   * @param serverTimeMs the server's clock, by which credentials end
   */
  IceServers(
      Api api,
      Distance distance,
      ScheduledExecutorService owner,
      LongSupplier clockMs,
      LongSupplier serverTimeMs,
      RandomGenerator random) {
    this.api = api;
    this.distance = distance;
    this.owner = owner;
    this.clockMs = clockMs;
    this.serverTimeMs = serverTimeMs;
    this.random = random;
  }

  /** Calls {@code fresh} each time that servers have come; replaces who was told before. */
  void onFresh(Consumer<List<IceServer>> fresh) {
    listener = fresh;
  }

  /** Whether any channel is wanted: only then are servers kept fresh. */
  void want(boolean any) {
    turn(() -> refresh.handleWanted(any, clockMs.getAsLong()));
  }

  @Override
  public void demand() {
    turn(() -> refresh.handleDemand(clockMs.getAsLong()));
  }

  /** The device is on another network: others may be nearer. */
  void handleNetworkChanged() {
    trips.handleNetworkChanged();
    demand();
  }

  @Override
  public void forConnection(Consumer<List<IceServer>> then) {
    if (refresh.handleConnecting(clockMs.getAsLong())) {
      waiting.add(then);
    } else {
      then.accept(servers);
    }
    turn(() -> {});
  }

  private void turn(Runnable input) {
    input.run();
    for (IceRefresh.Effect effect; (effect = refresh.poll()) != null; ) {
      switch (effect) {
        case ASK -> fetch();
        case GO_ON -> goOn();
      }
    }
    arm(refresh.deadline());
  }

  private void goOn() {
    List<Consumer<List<IceServer>>> going = List.copyOf(waiting);
    waiting.clear();
    going.forEach(then -> then.accept(servers));
  }

  private void fetch() {
    String rtt = trips.told();
    told = rtt;
    var _ = Thread.ofVirtual().name("plait-ice").start(() -> ask(rtt));
  }

  private void ask(String rtt) {
    try {
      IceAnswer answer = api.get(rtt);
      tell(() -> take(answer));
    } catch (ApiException e) {
      LOG.debug("no ICE servers now: {}", e.getMessage());
      tell(() -> turn(() -> refresh.handleFailed(draw(), clockMs.getAsLong())));
    }
  }

  private void tell(Runnable event) {
    try {
      owner.execute(event);
    } catch (RejectedExecutionException e) {
      LOG.debug("an answer came after the end of its owner");
    }
  }

  private void take(IceAnswer answer) {
    servers =
        answer.servers().stream()
            .map(
                one ->
                    new IceServer(
                        one.urls(), emptyToNull(one.username()), emptyToNull(one.credential())))
            .toList();
    long lifeMs =
        answer.expiresAtMs() == 0
            ? UNTOLD_LIFE_MS
            : answer.expiresAtMs() - serverTimeMs.getAsLong();
    listener.accept(servers); // before those that wait begin with them: they are not new to those
    turn(() -> refresh.handleAnswered(lifeMs, draw(), clockMs.getAsLong()));
    for (Region region : trips.handleRegions(answer.regions(), clockMs.getAsLong())) {
      distance.measure(region, tripMs -> tell(() -> measured(region, tripMs)));
    }
    askForNearest();
  }

  private void measured(Region region, long tripMs) {
    trips.handleMeasured(region, tripMs);
    askForNearest();
  }

  /** Once all are known; else they are told with the next question. */
  private void askForNearest() {
    if (trips.complete() && !trips.told().equals(told)) {
      demand();
    }
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private int draw() {
    return random.nextInt(RANDOM_VALUES);
  }

  private void arm(IceRefresh.@Nullable Due due) {
    if (timer != null) {
      timer.cancel(false);
    }
    timer =
        due == null
            ? null
            : owner.schedule(
                () -> turn(() -> refresh.handleTimeout(clockMs.getAsLong())),
                Math.max(0, due.atMs() - clockMs.getAsLong()),
                TimeUnit.MILLISECONDS);
  }
}

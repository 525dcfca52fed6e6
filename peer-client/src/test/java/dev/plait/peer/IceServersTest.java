package dev.plait.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.plait.peer.link.ServerApi;
import dev.plait.peer.rtc.IceServer;
import dev.plait.turn.probe.StunResponder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SIG-10 over HTTP: credentials that expire, and a server that is slow, away or wrong. */
final class IceServersTest {
  private static final long WAIT_S = 60;

  /** A machine that does much else may be late now and then, and is not each time. */
  private static final int BUSY_TRIES = 5;

  /** The server's clock is this much ahead of the device's. */
  private static final long AHEAD_MS = 3_600_000;

  private volatile CountDownLatch answering = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private final BlockingQueue<String> queries = new LinkedBlockingQueue<>();
  private final BlockingQueue<List<IceServer>> fresh = new LinkedBlockingQueue<>();
  private final PeerThread owner = new PeerThread();
  private final HttpClient http = HttpClient.newHttpClient();
  private HttpServer server;
  private ServerApi api;
  private IceServers servers;
  private volatile long lifeMs = 60_000;
  private volatile int status = 200;
  private volatile String regions = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/ice-servers", this::answer);
    server.start();
    api = new ServerApi(URI.create("http:/" + server.getAddress()), http);
    servers = measuringBy(StunTrips::measure);
  }

  private IceServers measuringBy(IceServers.Distance distance) {
    IceServers made =
        new IceServers(
            rtt -> api.iceServers("token", rtt),
            distance,
            owner,
            System::currentTimeMillis,
            () -> System.currentTimeMillis() + AHEAD_MS,
            new Random(1));
    made.onFresh(fresh::add);
    return made;
  }

  @AfterEach
  void stop() {
    answering.countDown();
    owner.shutdownNow();
    http.shutdownNow();
    server.stop(0);
  }

  @Test
  void aConnectionWaitsForTheFirstAnswer() throws Exception {
    CompletableFuture<List<IceServer>> given = connect();
    assertThat(owner.submit(given::isDone).get()).isFalse();

    answering.countDown();

    assertThat(given.get(WAIT_S, TimeUnit.SECONDS))
        .containsExactly(new IceServer(List.of("turn:127.0.0.1:3478"), "user 1", "secret"));
    assertThat(connect().get(WAIT_S, TimeUnit.SECONDS)).isEqualTo(given.get());
    assertThat(asked).hasValue(1);
  }

  @Test
  void connectionsThatThereAreHearOfServersBeforeThoseBeginThatWaitForThem() throws Exception {
    List<String> told = new ArrayList<>();
    for (int tries = 1; !told.contains("begins with 1") && tries <= BUSY_TRIES; tries++) {
      answering = new CountDownLatch(1);
      servers = measuringBy(StunTrips::measure);
      told = toldOfOneThatWaits();
    }

    assertThat(told).containsExactly("fresh", "begins with 1");
  }

  /** In its order; one that waited for two seconds begins without. */
  private List<String> toldOfOneThatWaits() throws InterruptedException {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    owner.execute(
        () -> {
          servers.onFresh(_ -> told.add("fresh"));
          servers.forConnection(given -> told.add("begins with " + given.size()));
        });
    answering.countDown();
    return Arrays.asList(told.poll(WAIT_S, TimeUnit.SECONDS), told.poll(WAIT_S, TimeUnit.SECONDS));
  }

  @Test
  void aServerThatDoesNotAnswerHoldsAConnectionUpForTwoSecondsOnly() throws Exception {
    CompletableFuture<List<IceServer>> given = connect();

    assertThat(completes(given, 1_500)).isFalse();
    assertThat(completes(given, 8_000)).as("before the request itself is given up").isTrue();
    assertThat(given.get()).isEmpty();
  }

  @Test
  void aRefusalHoldsNoConnectionUp() throws Exception {
    status = 503;
    answering.countDown();

    boolean isAtOnce = false;
    for (int tries = 1; !isAtOnce && tries <= BUSY_TRIES; tries++) {
      servers = measuringBy(StunTrips::measure);
      isAtOnce = completes(connect(), 1_500);
    }
    assertThat(isAtOnce).isTrue();
  }

  @Test
  void credentialsAreReplacedBeforeTheyExpire() throws Exception {
    lifeMs = 12_000;
    answering.countDown();
    owner.execute(() -> servers.want(true));
    fresh.poll(WAIT_S, TimeUnit.SECONDS);
    long firstAtMs = System.currentTimeMillis();

    List<IceServer> next = fresh.poll(WAIT_S, TimeUnit.SECONDS);

    assertThat(next).extracting(IceServer::username).containsExactly("user 2");
    assertThat(System.currentTimeMillis() - firstAtMs).isBetween(4_500L, 11_900L);
  }

  @Test
  void theLastServersServeWhileTheServerIsAway() throws Exception {
    answering.countDown();
    connect().get(WAIT_S, TimeUnit.SECONDS);
    status = 503;
    owner.execute(servers::demand);

    assertThat(connect().get(WAIT_S, TimeUnit.SECONDS))
        .extracting(IceServer::username)
        .containsExactly("user 1");
  }

  @Test
  void regionsAreMeasuredOnceAndToldWithTheNextQuestion() throws Exception {
    try (StunResponder near = new StunResponder();
        StunResponder far = new StunResponder()) {
      regions =
          "{\"region\": \"near\", \"url\": \"%s\"}, {\"region\": \"far\", \"url\": \"%s\"}"
              .formatted(near.url(), far.url());
      answering.countDown();
      owner.execute(() -> servers.want(true));

      assertThat(queries.poll(WAIT_S, TimeUnit.SECONDS)).isEqualTo("null");
      assertThat(queries.poll(WAIT_S, TimeUnit.SECONDS))
          .matches("rtt=(near:\\d+,far:\\d+|far:\\d+,near:\\d+)");
      assertThat(fresh.poll(WAIT_S, TimeUnit.SECONDS)).isNotNull();
      assertThat(fresh.poll(WAIT_S, TimeUnit.SECONDS)).isNotNull();
      owner.execute(servers::demand); // during a question it would be answered by that one
      assertThat(queries.poll(WAIT_S, TimeUnit.SECONDS)).startsWith("rtt=");
      assertThat(near.asked() + far.asked()).isEqualTo(2);
    }
  }

  @Test
  void regionsThatAnswerDuringAQuestionAreToldRightAfterIt() throws Exception {
    BlockingQueue<LongConsumer> measuring = new LinkedBlockingQueue<>();
    IceServers others = measuringBy((_, tripMs) -> measuring.add(tripMs));
    regions =
        """
        {"region": "near", "url": "stun:192.0.2.1"}, {"region": "far", "url": "stun:192.0.2.2"}""";
    answering.countDown();
    owner.execute(() -> others.want(true));
    assertThat(queries.poll(WAIT_S, TimeUnit.SECONDS)).isEqualTo("null");
    LongConsumer near = measuring.poll(WAIT_S, TimeUnit.SECONDS);
    LongConsumer far = measuring.poll(WAIT_S, TimeUnit.SECONDS);

    answering = new CountDownLatch(1);
    owner.execute(others::demand);
    assertThat(queries.poll(WAIT_S, TimeUnit.SECONDS)).isEqualTo("null");
    near.accept(10);
    far.accept(20);
    owner.submit(() -> {}).get();
    answering.countDown();

    assertThat(queries.poll(WAIT_S, TimeUnit.SECONDS)).isEqualTo("rtt=near:10,far:20");
  }

  private CompletableFuture<List<IceServer>> connect() {
    CompletableFuture<List<IceServer>> given = new CompletableFuture<>();
    owner.execute(() -> servers.forConnection(given::complete));
    return given;
  }

  private static boolean completes(CompletableFuture<?> future, long withinMs) throws Exception {
    try {
      future.get(withinMs, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    queries.add(String.valueOf(exchange.getRequestURI().getQuery()));
    try {
      answering.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String text =
        """
        {"iceServers": [{"urls": ["turn:127.0.0.1:3478"], "username": "user %d", "credential": "secret"}],
         "expiresAtMs": %d, "regions": [%s]}"""
            .formatted(
                asked.incrementAndGet(), System.currentTimeMillis() + AHEAD_MS + lifeMs, regions);
    byte[] bytes = (status == 200 ? text : "{}").getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}

package dev.plait.peer.rtc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.path.Via;
import dev.plait.protocol.signaling.RungCounters;
import dev.plait.turn.probe.Coturn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Links over a real TURN server (SIG-11): fresh credentials, the way back to direct. */
@Timeout(300)
class TurnLinkTest {
  @TempDir Path folder;

  /** Servers that a test hands out; nobody asks for others. */
  private record Given(List<IceServer> servers) implements IceServerSource {
    @Override
    public void forConnection(Consumer<List<IceServer>> then) {
      then.accept(servers);
    }

    @Override
    public void demand() {}
  }

  /**
   * Servers that come when the connection waits for them already; for later ones they are there.
   */
  private static final class Late implements IceServerSource {
    private final CompletableFuture<Void> asked = new CompletableFuture<>();
    private final CompletableFuture<List<IceServer>> servers = new CompletableFuture<>();

    @Override
    public void forConnection(Consumer<List<IceServer>> then) {
      var _ = servers.thenAccept(then);
      asked.complete(null);
    }

    @Override
    public void demand() {}
  }

  @Test
  void aPairOverTurnSaysSo() throws Exception {
    try (Coturn turn = turn("first");
        LinkPair pair = pair(turn)) {
      pair.turnOnly(true);
      pair.connect();

      RtcStats stats = stats(pair.ada);

      assertThat(stats.via()).isEqualTo(Via.TURN_UDP);
      assertThat(stats.pair()).matches("relay 127\\.0\\.0\\.1:\\d+ - relay 127\\.0\\.0\\.1:\\d+");
    }
  }

  @Test
  void freshCredentialsReplaceThePairAndDisturbNothing() throws Exception {
    try (Coturn turn = turn("first", "second");
        LinkPair pair = pair(turn)) {
      pair.turnOnly(true);
      pair.connect();
      String before = stats(pair.grace).pair();
      LinkPair.await(() -> pair.grace.ask(l -> l.describe().startsWith("open")));

      pair.grace.run(l -> l.use(servers(turn, "second")));
      pair.ada.run(l -> IntStream.range(0, 100).forEach(i -> l.send("f" + i)));

      LinkPair.await(() -> pair.grace.ask(l -> l.counters().refresh().succeeded() > 0));
      // Hers, whose credentials are fresh; the other side may keep its old pair while that lives.
      LinkPair.await(() -> !stats(pair.grace).pair().equals(before));
      LinkPair.await(() -> pair.grace.ask(l -> pair.grace.frames.size() == 100));
      assertThat(stats(pair.ada).via()).isEqualTo(Via.TURN_UDP);
      assertThat(pair.grace.closed).isEmpty();
    }
  }

  @Test
  void serversThatAConnectionBeginsWithAreNoReasonToRestartIt() throws Exception {
    Late late = new Late();
    try (Coturn turn = turn("first");
        LinkPair pair =
            new LinkPair(LinkPair.limits(100), new Given(servers(turn, "first")), late)) {
      pair.turnOnly(true);
      pair.grace.run(DirectLink::start);
      late.asked.get(60, TimeUnit.SECONDS);
      pair.grace.run(
          link -> {
            link.use(servers(turn, "first"));
            late.servers.complete(servers(turn, "first"));
          });
      pair.connect();

      // By then it has been told that its pair leads through TURN.
      LinkPair.await(() -> pair.grace.ask(l -> l.counters().upgrade().requested() > 0));
      RungCounters refresh = pair.grace.ask(l -> l.counters().refresh());
      assertThat(refresh).isEqualTo(RungCounters.NONE);
    }
  }

  @Test
  void aDirectPairIsTakenOnceThereIsOne() throws Exception {
    try (Coturn turn = turn("first");
        LinkPair pair = pair(turn)) {
      pair.turnOnly(true);
      pair.connect();
      assertThat(stats(pair.grace).via()).isEqualTo(Via.TURN_UDP);

      pair.turnOnly(false);

      LinkPair.await(() -> pair.grace.ask(l -> l.counters().upgrade().succeeded() == 1));
      assertThat(stats(pair.grace).via()).isEqualTo(Via.DIRECT);
      assertThat(pair.grace.closed).isEmpty();
      RungCounters ofPolite = pair.ada.ask(l -> l.counters().upgrade());
      assertThat(ofPolite).isEqualTo(RungCounters.NONE);
    }
  }

  private Coturn turn(String... users) throws IOException {
    List<String> lines = new ArrayList<>(List.of("lt-cred-mech"));
    Arrays.stream(users).forEach(user -> lines.add("user=" + user + ":" + user));
    return Coturn.start(folder, lines.toArray(String[]::new));
  }

  private static List<IceServer> servers(Coturn turn, String user) {
    return List.of(
        new IceServer(List.of("turn:127.0.0.1:" + turn.port() + "?transport=udp"), user, user));
  }

  private static LinkPair pair(Coturn turn) {
    Given given = new Given(servers(turn, "first"));
    return new LinkPair(LinkPair.limits(100), given, given);
  }

  private static RtcStats stats(LinkPair.Side side) throws Exception {
    CompletableFuture<RtcStats> answer = new CompletableFuture<>();
    side.run(link -> link.stats(answer::complete));
    return answer.get(60, TimeUnit.SECONDS);
  }
}

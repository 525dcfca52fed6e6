package dev.plait.peer.rtc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.path.Via;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class DirectLinkTest {
  @Test
  void twoLinksConnectAndSayWhichWay() {
    try (LinkPair pair = new LinkPair(LinkPair.limits(1_000))) {
      pair.connect();
      List<RtcStats> answers = new ArrayList<>();
      LinkPair.await(
          () -> {
            pair.ada.run(l -> l.stats(answers::add));
            return pair.ada.ask(
                l -> answers.stream().anyMatch(s -> s.local() != null && s.remote() != null));
          });
      String via = pair.ada.ask(l -> String.valueOf(answers.getLast().via()));
      assertThat(via).isEqualTo(Via.DIRECT.name());
      assertThat(answers.getLast().pair())
          .matches("(host|prflx) \\S+:\\d+ - (host|prflx) \\S+:\\d+");
      List<String> gathered = pair.ada.ask(l -> l.tries().gathered());
      assertThat(gathered).containsExactly("host");
      int largest = pair.ada.ask(DirectLink::maxMessageBytes);
      assertThat(largest).isGreaterThanOrEqualTo(64 * 1024);
    }
  }

  @Test
  void tenThousandFramesArriveInOrder() {
    try (LinkPair pair = new LinkPair(LinkPair.limits(1_000))) {
      pair.connect();
      pair.ada.run(l -> IntStream.range(0, 10_000).forEach(i -> assertTaken(l.send("frame " + i))));
      LinkPair.await(() -> pair.grace.ask(l -> pair.grace.frames.size()) == 10_000);
      assertThat(pair.grace.frames)
          .isEqualTo(IntStream.range(0, 10_000).mapToObj(i -> "frame " + i).toList());
    }
  }

  @Test
  void glareOnPurposeEndsInOneOpenChannel() {
    long glares = 0;
    for (int i = 0; i < 50; i++) {
      try (LinkPair pair = new LinkPair(LinkPair.limits(0))) {
        pair.connect();
        pair.ada.run(l -> assertTaken(l.send("from ada")));
        pair.grace.run(l -> assertTaken(l.send("from grace")));
        LinkPair.await(
            () ->
                pair.ada.ask(l -> pair.ada.frames.equals(List.of("from grace")))
                    && pair.grace.ask(l -> pair.grace.frames.equals(List.of("from ada"))));
        List<Long> adaOpened = pair.ada.ask(l -> List.copyOf(pair.ada.opened));
        assertThat(adaOpened).containsExactly(1L);
        List<Long> graceOpened = pair.grace.ask(l -> List.copyOf(pair.grace.opened));
        assertThat(graceOpened).containsExactly(1L);
        glares += pair.ada.ask(l -> l.counters().glares());
      }
    }
    assertThat(glares).isGreaterThan(25);
  }

  @Test
  void anIceRestartKeepsTheChannelAndTheDataFlowing() {
    try (LinkPair pair = new LinkPair(LinkPair.limits(1_000))) {
      pair.connect();
      pair.grace.run(DirectLink::handlePingDead);
      pair.ada.run(l -> IntStream.range(0, 100).forEach(i -> assertTaken(l.send("f" + i))));
      LinkPair.await(
          () ->
              pair.grace.ask(
                  l ->
                      pair.grace.frames.size() == 100
                          && l.counters().iceRestart().succeeded() == 1));
      LinkPair.await(() -> pair.grace.ask(l -> l.describe().startsWith("open")));
      pair.grace.run(l -> assertTaken(l.send("after")));
      LinkPair.await(() -> pair.ada.ask(l -> pair.ada.frames.contains("after")));
      assertThat(pair.grace.closed).isEmpty();
      assertThat(pair.ada.opened).containsExactly(1L);
    }
  }

  @Test
  void aChangeOfNetworkRestartsIceFromEitherSide() {
    try (LinkPair pair = new LinkPair(LinkPair.limits(100))) {
      pair.connect();
      for (LinkPair.Side side : List.of(pair.ada, pair.grace)) {
        side.run(DirectLink::handleNetworkChanged);
        LinkPair.await(() -> side.ask(l -> l.counters().iceRestart().succeeded() == 1));
      }
      pair.ada.run(l -> assertTaken(l.send("after")));
      LinkPair.await(() -> pair.grace.ask(l -> pair.grace.frames.contains("after")));
      assertThat(pair.ada.closed).isEmpty();
    }
  }

  @Test
  void restartsOfBothSidesThatMeetLoseNothing() {
    long glares = 0;
    try (LinkPair pair = new LinkPair(LinkPair.limits(0))) {
      pair.connect();
      for (int i = 0; i < 20; i++) {
        int round = i;
        long before = restarts(pair);
        pair.ada.thread.execute(() -> pair.ada.link().handleNetworkChanged());
        pair.grace.run(DirectLink::handleNetworkChanged);
        pair.ada.run(
            l -> IntStream.range(0, 50).forEach(n -> assertTaken(l.send(round + "/" + n))));
        LinkPair.await(
            () ->
                restarts(pair) == before + 2
                    && pair.grace.ask(l -> pair.grace.frames.size()) == 50 * (round + 1));
      }
      glares = pair.ada.ask(l -> l.counters().glares());
      assertThat(pair.grace.frames)
          .isEqualTo(IntStream.range(0, 1_000).mapToObj(n -> n / 50 + "/" + n % 50).toList());
      assertThat(pair.ada.closed).isEmpty();
    }
    assertThat(glares).isPositive();
  }

  /** Restarts that ended well, of both sides. */
  private static long restarts(LinkPair pair) {
    long ofAda = pair.ada.ask(l -> l.counters().iceRestart().succeeded());
    return ofAda + pair.grace.ask(l -> l.counters().iceRestart().succeeded());
  }

  @Test
  void aHopelessRestartEndsInARebuiltChannel() {
    try (LinkPair pair = new LinkPair(LinkPair.limits(1_000))) {
      pair.connect();
      pair.grace.run(DirectLink::handlePingDead);
      LinkPair.await(() -> pair.grace.ask(l -> l.counters().rebuild().requested() >= 1));
      LinkPair.await(
          () ->
              pair.ada.ask(l -> l.openGeneration() >= 2)
                  && pair.grace.ask(l -> l.openGeneration() >= 2));
      pair.grace.run(l -> assertTaken(l.send("back")));
      LinkPair.await(() -> pair.ada.ask(l -> pair.ada.frames.contains("back")));
      assertThat(pair.ada.closed).isNotEmpty();
    }
  }

  @Test
  void stoppingOneSideClosesTheOther() {
    try (LinkPair pair = new LinkPair(LinkPair.limits(1_000))) {
      pair.connect();
      pair.ada.run(DirectLink::stop);
      LinkPair.await(() -> pair.grace.ask(l -> !pair.grace.closed.isEmpty()));
      pair.ada.run(DirectLink::start);
      LinkPair.await(() -> pair.grace.ask(l -> l.openGeneration() == 2));
    }
  }

  @Test
  void nothingIsLostWhenTheCloseWaitsForFinAck() {
    try (LinkPair pair = new LinkPair(LinkPair.limits(1_000))) {
      pair.connect();
      String block = "x".repeat(16 * 1024);
      pair.ada.run(
          l -> {
            IntStream.range(0, 100).forEach(i -> assertTaken(l.send(block)));
            assertTaken(l.send("fin"));
          });
      LinkPair.await(() -> pair.grace.ask(l -> pair.grace.frames.contains("fin")));
      pair.grace.run(l -> assertTaken(l.send("fin-ack")));
      LinkPair.await(() -> pair.ada.ask(l -> pair.ada.frames.contains("fin-ack")));
      LinkPair.await(() -> pair.ada.ask(l -> pair.ada.writable.equals(List.of(false, true))));
      pair.ada.run(DirectLink::stop);
      int came = pair.grace.ask(l -> pair.grace.frames.size());
      assertThat(came).isEqualTo(101);
    }
  }

  private static void assertTaken(SendOutcome outcome) {
    assertThat(outcome).isEqualTo(SendOutcome.TAKEN);
  }
}

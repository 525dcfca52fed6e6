package dev.plait.server.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.CloseCode;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.RefusalCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long things live, by a clock that the test puts forward. */
class SessionLifeTest {
  private static final Duration TOKEN = Duration.ofSeconds(20);

  @TempDir Path data;
  private final RunningClock clock = new RunningClock();

  @Test
  void aConnectionWithoutHelloIsClosedAfterTenSeconds() throws Exception {
    try (TwoPeople people = TwoPeople.start(data, clock);
        WsClient client = WsClient.open(people.node().uri())) {
      CompletableFuture<Integer> code = new CompletableFuture<>();
      var _ = Thread.ofVirtual().start(() -> complete(code, client));
      // Again and again: the node may begin to count after the client has its upgrade.
      await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () -> {
                clock.advance(Duration.ofSeconds(10));
                return code.isDone();
              });
      assertThat(code.join()).isEqualTo(CloseCode.TOKEN_EXPIRED.code());
    }
  }

  private static void complete(CompletableFuture<Integer> code, WsClient client) {
    try {
      code.complete(client.closeCode());
    } catch (InterruptedException | AssertionError e) {
      code.completeExceptionally(e);
    }
  }

  @Test
  void aSilentSocketIsClosedWithinThirtySecondsAndOneThatPingsIsNot() throws Exception {
    try (TwoPeople people = TwoPeople.start(data, clock);
        WsClient silent = WsClient.silent(people.ada());
        WsClient talking = WsClient.hello(people.grace())) {
      clock.advance(Duration.ofSeconds(20));
      talking.assertAnswered();
      clock.advance(Duration.ofSeconds(9));
      assertThat(silent.closeCode()).isEqualTo(CloseCode.IDLE.code());
      talking.assertAnswered();
    }
  }

  @Test
  void aRenewedTokenProlongsTheSessionAndAnOldOneEndsIt() throws Exception {
    String lifetime = Long.toString(TOKEN.toSeconds());
    try (TwoPeople people =
            TwoPeople.start(data, clock, Map.of("plait.token.access-lifetime-s", lifetime));
        WsClient renews = WsClient.hello(people.ada());
        WsClient forgets = WsClient.hello(people.grace())) {
      clock.advance(Duration.ofSeconds(12));
      long oldEndMs = clock.millis() + TOKEN.toMillis() - 12_000;
      forgets.assertAnswered();
      renews.send(new Frame.Token(people.ada().refreshed().token()));
      assertThat(renews.next(Frame.TokenAccepted.class).expiresAtMs()).isGreaterThan(oldEndMs);
      clock.advance(Duration.ofSeconds(9));
      assertThat(forgets.closeCode()).isEqualTo(CloseCode.TOKEN_EXPIRED.code());
      renews.assertAnswered();
    }
  }

  @Test
  void anothersTokenRenewsNothingAndEndsNothing() throws Exception {
    try (TwoPeople people = TwoPeople.start(data, clock);
        WsClient ada = WsClient.hello(people.ada())) {
      ada.send(new Frame.Token(people.grace().token()));
      assertThat(ada.next(Frame.Refused.class).code()).isEqualTo(RefusalCode.BAD_TOKEN);
      ada.assertAnswered();
    }
  }

  @Test
  void whatWaitedThirtyDaysIsRefusedAsExpiredAndTheStreamGoesOn() throws Exception {
    try (TwoPeople people = TwoPeople.start(data, clock)) {
      try (WsClient ada = WsClient.hello(people.ada())) {
        ada.send(people.post(ada.next(Frame.Roster.class).version(), 1, 2));
        ada.next(Frame.Receipt.class, receipt -> !receipt.stored().isEmpty());
      }
      clock.advance(Duration.ofDays(30).plusMinutes(2));
      try (WsClient ada = WsClient.hello(people.ada().refreshed())) {
        long version = ada.next(Frame.Roster.class).version();
        ada.send(new Frame.Have(List.of(), List.of(people.stream())));
        Frame.Refused refused = ada.next(Frame.Refused.class);
        assertThat(refused.code()).isEqualTo(RefusalCode.EXPIRED);
        assertThat(refused.device()).isEqualTo(people.grace().device());
        assertThat(refused.seqs()).containsExactly(new Range(1, 2));

        ada.send(rebased(people, version));
        ada.next(Frame.Receipt.class, receipt -> !receipt.stored().isEmpty());
        try (WsClient grace = WsClient.hello(people.grace().refreshed())) {
          assertThat(DatabaseAwayTest.seqsUntilLive(people, grace, 3)).containsExactly(3L);
        }
      }
    }
  }

  /** The third entry, which follows nothing now. */
  private static Frame.Post rebased(TwoPeople people, long version) {
    Entry entry = new Entry(3, new UUID(0, 3), 3, Bytes.utf8("text 3"));
    Address address = new Address(people.grace().device(), 0, null);
    return new Frame.Post(
        9,
        people.conversation(),
        TwoPeople.EPOCH,
        version,
        List.of(new PostedEntry(entry, List.of(address))));
  }
}

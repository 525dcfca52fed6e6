package dev.plait.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.RefusalCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Posts that are well formed and cannot be taken: refused by seq, and the session goes on. */
class BadPostsTest {
  private TwoPeople people;
  private WsClient ada;
  private long version;

  @BeforeEach
  void start(@TempDir Path data) throws InterruptedException {
    people = TwoPeople.start(data);
    ada = WsClient.hello(people.ada());
    version = ada.next(Frame.Roster.class).version();
  }

  @AfterEach
  void stop() {
    ada.close();
    people.close();
  }

  @Test
  void aConversationOneIsNotInIsRefusedWithTheSeqs() throws Exception {
    HttpUser eve = HttpUser.signUp(people.node().uri(), "eve");
    try (WsClient stranger = WsClient.hello(eve);
        WsClient grace = WsClient.hello(people.grace())) {
      stranger.send(people.post(version, 4, 6));

      assertRefused(stranger.next(Frame.Refused.class), RefusalCode.NOT_A_MEMBER, new Range(4, 6));
      stranger.assertAnswered();
      grace.assertNoneOf(Frame.Entries.class);
    }
  }

  @Test
  void aRefusalWithMoreGapsThanFitOneFrameComesInSeveral() throws InterruptedException {
    List<PostedEntry> odd =
        LongStream.range(0, 200).mapToObj(i -> people.entry(2 * i + 1, Bytes.utf8("x"))).toList();
    ada.send(new Frame.Post(9, UUID.randomUUID(), 1, 1, odd));

    List<Range> refused = new ArrayList<>();
    while (refused.size() < odd.size()) {
      refused.addAll(ada.next(Frame.Refused.class).seqs());
    }
    assertThat(refused).hasSize(odd.size()).doesNotHaveDuplicates();
    ada.assertAnswered();
  }

  @Test
  void aConversationThatDoesNotExistIsRefused() throws InterruptedException {
    ada.send(new Frame.Post(9, UUID.randomUUID(), 1, 1, List.of(people.entry(1, Bytes.utf8("x")))));

    assertRefused(ada.next(Frame.Refused.class), RefusalCode.NOT_A_MEMBER, new Range(1, 1));
    ada.assertAnswered();
  }

  @Test
  void aTargetOutsideTheConversationIsRefusedAloneAndNamed() throws Exception {
    HttpUser eve = HttpUser.signUp(people.node().uri(), "eve");
    PostedEntry good = people.entry(1, Bytes.utf8("x"));
    PostedEntry both =
        new PostedEntry(
            good.entry(), List.of(good.to().getFirst(), new Address(eve.device(), 0, null)));
    try (WsClient grace = WsClient.hello(people.grace());
        WsClient stranger = WsClient.hello(eve)) {
      ada.send(new Frame.Post(9, people.conversation(), TwoPeople.EPOCH, version, List.of(both)));

      Frame.Refused refused = ada.next(Frame.Refused.class);
      assertRefused(refused, RefusalCode.NOT_A_MEMBER, new Range(1, 1));
      assertThat(refused.device()).isEqualTo(eve.device());
      assertThat(grace.next(Frame.Entries.class).entries()).hasSize(1);
      stranger.assertNoneOf(Frame.Entries.class);
    }
  }

  @Test
  void aBodyOverTheLimitIsRefusedAloneAndTheSessionGoesOn() throws InterruptedException {
    List<PostedEntry> entries =
        List.of(
            people.entry(1, Bytes.of(new byte[Limits.BODY_BYTES])),
            people.entry(2, Bytes.of(new byte[Limits.BODY_BYTES + 1])),
            people.entry(3, Bytes.utf8("small")));
    ada.send(new Frame.Post(9, people.conversation(), TwoPeople.EPOCH, version, entries));

    Frame.Refused refused = ada.next(Frame.Refused.class);
    assertRefused(refused, RefusalCode.TOO_LARGE, new Range(2, 2));
    assertThat(refused.retryAfterMs()).isZero();
    ada.next(
        Frame.Receipt.class, r -> r.stored().equals(List.of(new Range(1, 1), new Range(3, 3))));
    ada.assertAnswered();
  }

  @Test
  void theSameSeqWithOtherBytesIsAConflictAndTheFirstOneStays() throws InterruptedException {
    ada.send(people.post(version, 1, 1));
    ada.next(Frame.Receipt.class, r -> !r.stored().isEmpty());
    PostedEntry other = people.entry(1, Bytes.utf8("something else"));
    ada.send(new Frame.Post(9, people.conversation(), TwoPeople.EPOCH, version, List.of(other)));

    assertRefused(ada.next(Frame.Refused.class), RefusalCode.CONFLICT, new Range(1, 1));
    try (WsClient grace = WsClient.hello(people.grace())) {
      assertThat(grace.next(Frame.Entries.class).entries().getFirst().entry().body())
          .isEqualTo(Bytes.utf8("text 1"));
    }
  }

  private void assertRefused(Frame.Refused refused, RefusalCode code, Range seqs) {
    assertThat(refused.code()).isEqualTo(code);
    assertThat(refused.ref()).isEqualTo(9);
    assertThat(refused.seqs()).containsExactly(seqs);
    assertThat(refused.stream()).isNotNull();
    assertThat(refused.message()).isNotEmpty();
  }
}

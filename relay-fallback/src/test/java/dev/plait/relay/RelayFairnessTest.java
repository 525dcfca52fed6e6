package dev.plait.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.store.QueueRow;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whatever one account posts, another one's entry is in the next group, and finds room. */
class RelayFairnessTest {
  private static final UUID EVE = new UUID(1, 3);

  private final Rig rig = Rig.small();

  @Test
  void anEntryWaitsForOneGroupHoweverManyRowsOfAnotherAccountDo() {
    evePosts(12);

    adaPosts();
    rig.work();
    rig.reply();

    Effect.Commit next = (Effect.Commit) rig.storeWork.element();
    assertThat(next.rows()).extracting(row -> row.stream().device()).contains(Rig.ADA);
  }

  @Test
  void theRowsOfAnAccountKeepTheirOrder() {
    evePosts(11);
    adaPosts();
    List<Long> seqs = new ArrayList<>();
    while (seqs.size() < 11) {
      Effect.Commit group = (Effect.Commit) rig.storeWork.element();
      group.rows().stream()
          .filter(row -> row.stream().device().equals(EVE))
          .map(QueueRow::entry)
          .forEach(entry -> seqs.add(entry.seq()));
      rig.work();
      rig.reply();
      rig.nowMs += Rig.SMALL.groupMs();
      rig.relay.handleTimeout(rig.nowMs);
      rig.drain();
    }

    assertThat(seqs).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
  }

  /** What it keeps in memory is counted with what rows take, so one byte for many is not free. */
  @Test
  void anAccountThatFillsItsShareOfTheMemoryLeavesRoomForOthers() {
    RelayLimits small =
        new RelayLimits(
            50, 500, 3, 4, 6, 4_000, 3, 2_000, 1_000, 8_000, 40_000, 1_000, 30_000, 100_000,
            60_000);
    Rig full = new Rig(small, 1_000);
    full.roster = roster();
    full.connect(EVE);
    full.connect(Rig.ADA);

    post(full, EVE, 1, 60);
    post(full, Rig.ADA, 1, 5);

    assertThat(full.frames(EVE, Frame.Refused.class))
        .isNotEmpty()
        .allMatch(refused -> refused.code() == RefusalCode.UNAVAILABLE);
    assertThat(full.frames(Rig.ADA, Frame.Refused.class)).isEmpty();
    assertThat(full.relay.custodyBytes()).isLessThan(small.custodyBytes() / 2);
  }

  private void evePosts(int entries) {
    rig.roster = roster();
    rig.connect(EVE);
    rig.connect(Rig.ADA);
    rig.settle();
    post(rig, EVE, 1, entries);
  }

  private void adaPosts() {
    post(rig, Rig.ADA, 1, 1);
  }

  private static void post(Rig rig, UUID device, long fromSeq, long throughSeq) {
    for (long seq = fromSeq; seq <= throughSeq; seq++) {
      rig.relay.handlePost(
          device,
          rig.session(device),
          new Frame.Post(1, Rig.CONVERSATION, 7, 3, List.of(Rig.posted(seq, Rig.GRACE))),
          rig.roster,
          rig.nowMs);
      rig.drain();
    }
  }

  private static RosterView roster() {
    return RosterView.of(
        new Frame.Roster(
            Rig.CONVERSATION,
            3,
            ConversationKind.GROUP,
            "",
            List.of(member("ada", Rig.ADA), member("eve", EVE), member("grace", Rig.GRACE))));
  }

  private static Member member(String name, UUID device) {
    return new Member(Rig.account(device), name, "", false, true, List.of(device));
  }
}

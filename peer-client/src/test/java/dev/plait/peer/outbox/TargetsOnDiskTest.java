package dev.plait.peer.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plait.peer.core.DeviceState;
import dev.plait.peer.core.DiskWrite;
import dev.plait.peer.core.EpochChange;
import dev.plait.peer.core.EpochStart;
import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.StreamId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start knows of entries that targets will not get, and that no cursor speaks for. */
final class TargetsOnDiskTest {
  private static final UUID CONVERSATION = new UUID(1, 1);
  private static final UUID SELF = new UUID(2, 2);
  private static final UUID OTHER = new UUID(3, 3);
  private static final UUID THIRD = new UUID(4, 4);
  private static final StreamId OWN = new StreamId(CONVERSATION, SELF, 5);

  @TempDir Path directory;

  @Test
  void whatWasRefusedBelowACursorAndIsNotReadIsKnown() {
    try (DeviceData data = fresh()) {
      write(data, sent(1, OTHER), refused(OTHER, 1, 1), new DiskWrite.TargetGone(OWN, OTHER));
      for (long seq = 2; seq <= 7; seq++) {
        write(data, sent(seq, OTHER));
      }
      write(data, refused(OTHER, 2, 2), refused(OTHER, 4, 5));
      write(data, new DiskWrite.Delivered(OWN, OTHER, 6, 86), refused(OTHER, 7, 7));

      assertThat(target(data, OTHER).refused()).containsExactly(new Range(2, 2), new Range(4, 5));
      write(data, new DiskWrite.Read(OWN, OTHER, 3));

      assertThat(target(data, OTHER).refused()).containsExactly(new Range(4, 5));
    }
  }

  @Test
  void whatIsSaidAgainToOthersInANewEpochIsNotSpokenForByACursor() {
    try (DeviceData data = fresh()) {
      for (long seq = 1; seq <= 4; seq++) {
        write(data, sent(seq, OTHER, THIRD));
      }
      write(data, refused(THIRD, 1, 1), refused(THIRD, 3, 3));
      write(data, new DiskWrite.EpochBegun(changed(data)));
      StreamId anew = new StreamId(CONVERSATION, SELF, 99);
      write(data, new DiskWrite.Delivered(anew, OTHER, 4, 84));
      write(data, new DiskWrite.Delivered(anew, THIRD, 4, 85));

      assertThat(target(data, OTHER).refused()).isEmpty();
      assertThat(target(data, THIRD).firstSeq()).isEqualTo(2);
      assertThat(target(data, THIRD).refused()).containsExactly(new Range(3, 3));
      assertThat(data.load().out().getFirst().givenUp()).isEmpty();
    }
  }

  @Test
  void whatWasNeverOnAPathIsStillNotInANewEpoch() {
    try (DeviceData data = fresh()) {
      write(data, sent(1, OTHER));
      write(data, new DiskWrite.Sent(OWN, posted(2, OTHER), true));

      write(data, new DiskWrite.EpochBegun(changed(data)));

      assertThat(data.load().out().getFirst().entries())
          .extracting(DeviceState.Pending::unsent)
          .containsExactly(false, true);
    }
  }

  @Test
  void whoeverStandsForABoxWasAddressedAsItWas() {
    try (DeviceData data = fresh()) {
      UUID box = new UUID(5, 5);
      for (long seq = 1; seq <= 3; seq++) {
        write(data, sent(seq, box));
      }
      write(data, refused(box, 1, 1), new DiskWrite.Stored(OWN, box, List.of(new Range(2, 2))));
      write(data, new DiskWrite.Sent(OWN, posted(4, box), true));
      for (int twice = 0; twice < 2; twice++) {
        write(data, new DiskWrite.TargetReplaced(OWN, box, List.of(OTHER, THIRD)));
      }

      DeviceState.OutStream out = data.load().out().getFirst();
      assertThat(out.targets())
          .extracting(DeviceState.Target::device, DeviceState.Target::addressedSeq)
          .containsExactlyInAnyOrder(tuple(OTHER, 4L), tuple(THIRD, 4L));
      assertThat(out.entries()).extracting(open -> open.entry().seq()).containsExactly(2L, 3L, 4L);
      assertThat(out.entries().getFirst().to())
          .extracting(DeviceState.PendingTarget::device, DeviceState.PendingTarget::stored)
          .containsExactlyInAnyOrder(tuple(OTHER, false), tuple(THIRD, false));
      assertThat(out.entries().getLast().unsent()).isTrue();
      assertThat(out.givenUp())
          .extracting(DeviceState.GivenUp::device)
          .containsExactlyInAnyOrder(OTHER, THIRD);
    }
  }

  @Test
  void onlyTheLatestThatWereGivenUpAreRead() {
    List<DiskWrite> writes = new ArrayList<>();
    for (long seq = 1; seq <= 1_100; seq++) {
      writes.add(sent(seq, OTHER));
    }
    writes.add(refused(OTHER, 1, 1_100));
    try (DeviceData data = fresh()) {
      write(data, writes.toArray(DiskWrite[]::new));

      assertThat(data.load().out().getFirst().givenUp())
          .hasSize(1_024)
          .startsWith(new DeviceState.GivenUp(OTHER, 77, new UUID(7, 77)))
          .endsWith(new DeviceState.GivenUp(OTHER, 1_100, new UUID(7, 1_100)));
    }
  }

  @Test
  void whatWasRefusedForAnEarlierTimeAsATargetIsNotInDoubt() {
    try (DeviceData data = fresh()) {
      write(data, sent(1, OTHER), refused(OTHER, 1, 1), new DiskWrite.TargetGone(OWN, OTHER));

      assertThat(data.load().out().getFirst().givenUp()).isEmpty();
      write(data, sent(2, OTHER), sent(3, OTHER), refused(OTHER, 2, 2));

      assertThat(data.load().out().getFirst().givenUp())
          .containsExactly(new DeviceState.GivenUp(OTHER, 2, new UUID(7, 2)));
    }
  }

  private DeviceData fresh() {
    DeviceData data = DeviceData.open(directory);
    data.create(new Identity("http://localhost", "ada", new UUID(8, 1), SELF, "secret", 5));
    return data;
  }

  private static EpochChange changed(DeviceData data) {
    return EpochChange.of(data.load(), 0, 99, new EpochStart(1234, 120_000));
  }

  private static DeviceState.Target target(DeviceData data, UUID device) {
    return data.load().out().getFirst().targets().stream()
        .filter(target -> target.device().equals(device))
        .findAny()
        .orElseThrow();
  }

  private static void write(DeviceData data, DiskWrite... writes) {
    CompletableFuture<Set<UUID>> known = new CompletableFuture<>();
    data.write(List.of(writes), known::complete);
    var _ = known.orTimeout(60, TimeUnit.SECONDS).join();
  }

  private static DiskWrite refused(UUID target, long from, long through) {
    return new DiskWrite.NeverDelivered(OWN, target, List.of(new Range(from, through)), "expired");
  }

  private static DiskWrite sent(long seq, UUID... targets) {
    return new DiskWrite.Sent(OWN, posted(seq, targets), false);
  }

  private static PostedEntry posted(long seq, UUID... targets) {
    Entry entry = new Entry(seq, new UUID(7, seq), 1000 + seq, Bytes.utf8("body " + seq));
    List<Address> to =
        Arrays.stream(targets).map(target -> new Address(target, seq - 1, null)).toList();
    return new PostedEntry(entry, to);
  }
}

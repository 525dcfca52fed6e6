package dev.plait.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.ClientFrame;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.PresenceState;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.StreamId;
import dev.plait.protocol.wire.StreamPosition;
import dev.plait.server.conversation.Directory;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** That a frame costs what it makes others do, by the figures of SES-10. */
class CostTest {
  private static final UUID EVE = new UUID(3, 3);

  @Test
  void anEntryCostsForEachOfItsTargets() {
    Frame.Post one = post(1, null);
    Frame.Post many = post(100, Bytes.of(new byte[512]));

    assertThat(cost(one)).isEqualTo(new Cost(256 + 1, 0));
    assertThat(cost(many)).isEqualTo(new Cost(100 * (256 + 1 + 512), 0));
  }

  @Test
  void aQuestionCostsForEachStream() {
    List<StreamId> streams = LongStream.range(0, 7).mapToObj(CostTest::stream).toList();

    assertThat(cost(new Frame.Have(List.of(), streams))).isEqualTo(new Cost(7 * 1_024, 0));
  }

  /** Each is passed on to who has said what is acked, with all that is held. */
  @Test
  void aPositionCostsWhatItsReceiptTakes() {
    List<Range> held = LongStream.range(1, 65).mapToObj(i -> new Range(3 * i, 3 * i)).toList();
    StreamPosition position = new StreamPosition(stream(1), 1, 1, held);
    Cost one = new Cost(256, 300 + 64 * 36);

    assertThat(cost(new Frame.Ack(position, null))).isEqualTo(one);
    assertThat(cost(new Frame.Have(List.of(position), List.of()))).isEqualTo(one);
  }

  private static StreamId stream(long epoch) {
    return new StreamId(EVE, EVE, epoch);
  }

  @Test
  void aSignalCostsItsLength() {
    assertThat(cost(new Frame.Signal(EVE, EVE, "x".repeat(1_000))))
        .isEqualTo(new Cost(0, 128 + 1_000));
  }

  @Test
  void presenceCostsForEachWhoIsToldButNotWithoutEnd() {
    Frame.Presence news = new Frame.Presence(null, PresenceState.AWAY, 0);

    assertThat(Cost.of(news, EVE, friends(10))).isEqualTo(new Cost(0, 1_280));
    assertThat(Cost.of(news, EVE, friends(31_000)).pushed()).isEqualTo(64 << 10);
  }

  private static Cost cost(ClientFrame frame) {
    return Cost.of(frame, EVE, friends(0));
  }

  private static Frame.Post post(int targets, @Nullable Bytes part) {
    List<Address> to =
        IntStream.range(0, targets)
            .mapToObj(target -> new Address(new UUID(1, target), 0, part))
            .toList();
    Entry entry = new Entry(1, EVE, 1, Bytes.utf8("x"));
    return new Frame.Post(0, EVE, 1, 1, List.of(new PostedEntry(entry, to)));
  }

  private static Directory friends(int count) {
    return new Friends(
        Set.copyOf(IntStream.range(0, count).mapToObj(i -> new UUID(4, i)).toList()));
  }

  /** A directory in which everybody has these friends, and nothing else is there. */
  private record Friends(Set<UUID> all) implements Directory {
    @Override
    public Frame.@Nullable Roster roster(UUID conversation) {
      return null;
    }

    @Override
    public Frame.@Nullable Roster rosterFor(UUID conversation, UUID account) {
      return null;
    }

    @Override
    public List<UUID> conversationsOf(UUID account) {
      return List.of();
    }

    @Override
    public List<UUID> devicesOf(UUID account) {
      return List.of();
    }

    @Override
    public Set<UUID> acceptedPeersOf(UUID account) {
      return all;
    }

    @Override
    public Subscription listen(Listener listener) {
      return () -> {};
    }
  }
}

package dev.plait.protocol.delivery;

import static dev.plait.protocol.delivery.LossyChannel.FIRST;
import static dev.plait.protocol.delivery.LossyChannel.SECOND;
import static dev.plait.protocol.delivery.LossyChannel.TARGETS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeTry;

/**
 * The halves together, against the naive model: a target gets what was addressed to it, in order.
 */
class LossyChannelTest {
  /** Rounds of sends, faults and moves; deliveries are as frequent as all faults together. */
  enum Move {
    SAY_TO_BOTH,
    SAY_TO_FIRST,
    SAY_TO_SECOND,
    DELIVER,
    DELIVER_LATER_ONE,
    DELIVER_ANOTHER,
    REPEAT,
    LOSE,
    COMMIT,
    COMMIT_SECOND,
    FAIL_COMMIT,
    WAIT,
    SWITCH_PATH,
    SWITCH_PATH_OF_SECOND,
    RESTART_RECEIVER,
    RESTART_SENDER
  }

  private LossyChannel channel = new LossyChannel();

  @BeforeTry
  void startAnew() {
    channel = new LossyChannel();
  }

  @Property(tries = 500)
  void eachTargetGetsWhatWasAddressedToItOnceAndInOrder(
      @ForAll @Size(max = 250) List<Move> moves, @ForAll @IntRange(min = 1, max = 7) int ahead) {
    for (Move move : moves) {
      play(move, ahead);
      TARGETS.forEach(this::nothingIsOutOfOrderOrBeyondWhatWasSent);
    }

    channel.calm();

    for (UUID target : TARGETS) {
      assertThat(channel.committed(target)).isEqualTo(channel.addressed(target));
    }
    assertThat(channel.outboxEntries()).isZero();
  }

  private void nothingIsOutOfOrderOrBeyondWhatWasSent(UUID target) {
    List<Long> committed = channel.committed(target);
    assertThat(committed)
        .isEqualTo(channel.addressed(target).stream().limit(committed.size()).toList());
    assertThat(channel.cursor(target)).isLessThanOrEqualTo(channel.sentThrough());
    assertThat(channel.deliveredThrough(target)).isLessThanOrEqualTo(channel.cursor(target));
    assertThat(channel.pending(target)).isLessThanOrEqualTo(4);
  }

  private void play(Move move, int ahead) {
    switch (move) {
      case SAY_TO_BOTH -> channel.say(TARGETS);
      case SAY_TO_FIRST -> channel.say(List.of(FIRST));
      case SAY_TO_SECOND -> channel.say(List.of(SECOND));
      case DELIVER -> channel.deliver(0);
      case DELIVER_LATER_ONE -> channel.deliver(ahead);
      case DELIVER_ANOTHER -> channel.deliver(ahead * ahead);
      case REPEAT -> channel.repeat(ahead);
      case LOSE -> channel.lose(ahead);
      case COMMIT -> channel.commit(FIRST);
      case COMMIT_SECOND -> channel.commit(SECOND);
      case FAIL_COMMIT -> channel.failCommit(FIRST);
      case WAIT -> channel.pass(3_000);
      case SWITCH_PATH -> channel.switchPath(FIRST);
      case SWITCH_PATH_OF_SECOND -> channel.switchPath(SECOND);
      case RESTART_RECEIVER -> channel.restartReceiver(FIRST);
      case RESTART_SENDER -> channel.restartSender();
    }
  }
}

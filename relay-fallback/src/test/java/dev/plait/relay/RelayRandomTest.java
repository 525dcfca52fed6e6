package dev.plait.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.ServerFrame;
import dev.plait.protocol.wire.StreamPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Seeded faults against a naive model of one sender and one receiver, then calm: all arrives. */
class RelayRandomTest {
  private static final int SEEDS = 200;
  private static final int STEPS = 250;

  /** What a receiver with a durable cursor would do. */
  private static final class RefReceiver {
    long cursor;
    final TreeMap<Long, AddressedEntry> held = new TreeMap<>();

    void take(AddressedEntry entry) {
      if (entry.entry().seq() > cursor) {
        held.put(entry.entry().seq(), entry);
      }
      while (!held.isEmpty() && held.firstEntry().getValue().afterSeq() <= cursor) {
        AddressedEntry next = held.pollFirstEntry().getValue();
        assertThat(next.entry()).isEqualTo(Rig.posted(next.entry().seq()).entry());
        assertThat(next.afterSeq()).as("hole handed over").isEqualTo(cursor);
        cursor = next.entry().seq();
      }
    }

    StreamPosition position() {
      return new StreamPosition(
          Rig.STREAM, cursor, cursor, Frames.ranges(new TreeSet<>(held.keySet())));
    }
  }

  private final Rig rig = new Rig(Rig.SMALL, 15);
  private final Random random = new Random(0);
  private final RefReceiver grace = new RefReceiver();
  private final TreeSet<Long> stored = new TreeSet<>();
  private long sent;
  private long deliveredThrough;
  private boolean adaOn;
  private boolean graceOn;

  @Test
  void nothingIsLostOrFalselyReceiptedWhateverFails() {
    for (long seed = 0; seed < SEEDS; seed++) {
      try {
        new RelayRandomTest().run(seed);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private void run(long seed) {
    random.setSeed(seed);
    for (int i = 0; i < STEPS; i++) {
      step(random.nextInt(100));
      check();
    }
    calm();
    assertThat(grace.cursor).isEqualTo(sent);
    assertThat(deliveredThrough).isEqualTo(sent);
    assertThat(rig.store.rows).isEmpty();
    assertThat(rig.relay.custodyBytes()).isZero();
  }

  private void step(int dice) {
    if (dice < 30) {
      if (!rig.storeWork.isEmpty()) {
        rig.work();
      }
    } else if (dice < 55) {
      if (!rig.replies.isEmpty()) {
        rig.reply();
      }
    } else if (dice < 68) {
      post();
    } else if (dice < 80) {
      receive(random.nextBoolean());
    } else if (dice < 88) {
      rig.nowMs += random.nextInt(60);
      rig.relay.handleTimeout(rig.nowMs);
      rig.drain();
    } else if (dice < 91) {
      toggleGrace();
    } else if (dice < 94) {
      toggleAda();
    } else if (dice < 96) {
      rig.store.down = !rig.store.down;
    } else if (dice < 97) {
      rig.crash();
      adaOn = false;
      graceOn = false;
    } else if (graceOn) {
      rig.relay.handleWritable(Rig.GRACE, rig.session(Rig.GRACE), random.nextBoolean(), rig.nowMs);
      rig.drain();
    }
  }

  private void calm() {
    rig.store.down = false;
    adaOn = false;
    graceOn = false;
    toggleGrace();
    toggleAda();
    for (int i = 0; i < 60 && (deliveredThrough < sent || !rig.store.rows.isEmpty()); i++) {
      repost();
      rig.settle();
      receive(true);
      rig.advance(1_200);
      receive(true);
      rig.settle();
      check();
    }
    rig.advance(2_000);
    check();
  }

  private void toggleGrace() {
    receive(false);
    if (graceOn) {
      rig.disconnect(Rig.GRACE);
      graceOn = false;
    } else {
      grace.held.clear();
      rig.connect(Rig.GRACE);
      graceOn = true;
      rig.relay.handleHave(
          Rig.GRACE,
          rig.session(Rig.GRACE),
          new Frame.Have(List.of(grace.position()), List.of()),
          stream -> true,
          rig.nowMs);
      rig.drain();
    }
  }

  private void toggleAda() {
    check();
    if (adaOn) {
      rig.disconnect(Rig.ADA);
      adaOn = false;
    } else {
      rig.connect(Rig.ADA);
      adaOn = true;
      rig.ask();
      repost();
    }
  }

  private void post() {
    if (adaOn && random.nextInt(3) > 0) {
      int count = 1 + random.nextInt(4);
      rig.post(sent + 1, sent + count);
      sent += count;
    } else if (adaOn) {
      repost();
    }
  }

  /** Everything neither stored nor delivered, in order. */
  private void repost() {
    List<PostedEntry> entries = new ArrayList<>();
    for (long seq = deliveredThrough + 1; seq <= sent; seq++) {
      if (!stored.contains(seq)) {
        entries.add(Rig.posted(seq, Rig.GRACE));
      }
    }
    if (!entries.isEmpty()) {
      rig.post(entries);
    }
  }

  private void receive(boolean ack) {
    List<ServerFrame> inbox = rig.received.getOrDefault(Rig.GRACE, new ArrayList<>());
    boolean any = false;
    for (ServerFrame frame : inbox) {
      if (frame instanceof Frame.Entries entries) {
        any = true;
        entries.entries().forEach(grace::take);
      }
    }
    inbox.clear();
    if (graceOn && any && ack) {
      rig.relay.handleAck(
          Rig.GRACE, rig.session(Rig.GRACE), grace.position(), null, true, rig.nowMs);
      rig.drain();
    }
  }

  private void check() {
    assertThat(rig.relay.custodyBytes()).isBetween(0L, rig.limits.custodyBytes());
    List<ServerFrame> inbox = rig.received.getOrDefault(Rig.ADA, new ArrayList<>());
    for (ServerFrame frame : inbox) {
      if (frame instanceof Frame.Receipt receipt) {
        assertThat(receipt.deliveredThroughSeq())
            .as("false delivered")
            .isLessThanOrEqualTo(grace.cursor);
        deliveredThrough = Math.max(deliveredThrough, receipt.deliveredThroughSeq());
        receipt.stored().forEach(this::checkStored);
      }
    }
    inbox.clear();
  }

  private void checkStored(Range range) {
    for (long seq = range.fromSeq(); seq <= range.throughSeq(); seq++) {
      assertThat(seq <= grace.cursor || rig.store.holds(Rig.GRACE, Rig.STREAM, seq))
          .as("false stored %s", seq)
          .isTrue();
      stored.add(seq);
    }
  }
}

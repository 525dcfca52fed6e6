package dev.plait.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.CloseCode;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.protocol.wire.StreamPosition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that take too little or send too much: what is theirs is kept, others are served. */
class OverloadTest {
  /** As many as a queue holds. */
  private static final long MANY = 10_000;

  /** What may be under way to a device unacked (DLV-17). */
  private static final int CREDIT = 512;

  private static final String SIGNAL = "x".repeat(32_000);

  @TempDir Path data;

  @Test
  void aReceiverThatNeverAcksGetsItsCreditAndTheRestOnceItAcks() throws Exception {
    try (TwoPeople people = TwoPeople.start(data);
        WsClient ada = WsClient.hello(people.ada());
        WsClient grace = WsClient.hello(people.grace())) {
      grace.next(Frame.Live.class);
      long version = ada.next(Frame.Roster.class).version();
      for (long from = 1; from <= MANY; from += 250) {
        long through = from + 249;
        ada.send(people.post(version, from, through));
        ada.next(
            Frame.Receipt.class,
            receipt -> receipt.stored().stream().anyMatch(range -> range.throughSeq() == through));
      }
      ada.assertAnswered();
      List<Long> before = seqs(grace.untilAnswered());
      assertThat(before.stream().distinct().count()).isBetween(1L, (long) CREDIT);

      List<Long> got = new ArrayList<>();
      takeNew(before, got);
      ack(people, grace, got);
      while (got.size() < MANY) {
        takeNew(seqs(List.of(grace.next(Frame.Entries.class))), got);
        ack(people, grace, got);
      }
      assertThat(got).containsExactlyElementsOf(LongStream.rangeClosed(1, MANY).boxed().toList());
      ada.next(Frame.Receipt.class, receipt -> receipt.deliveredThroughSeq() == MANY);
    }
  }

  /** SES-10. One account alone may not push so much. */
  @Test
  void aSlowReaderIsCutOffAndFindsWhatItMissedOnReturn() throws Exception {
    try (TwoPeople people = TwoPeople.start(data);
        WsClient ada = WsClient.hello(people.ada())) {
      long version = ada.next(Frame.Roster.class).version();
      List<Contact> contacts = contacts(people);
      try (WsClient grace = WsClient.hello(people.grace())) {
        grace.next(Frame.Live.class);
        grace.pause();
        ada.send(people.post(version, 1, 3));
        boolean gone = false;
        while (!gone) {
          for (Contact contact : contacts) {
            gone |= contact.isGoneAfterSignal(people.grace().device());
          }
        }
        grace.resume();
        // What the node could not write is lost with the socket, its close frame too.
        assertThat(grace.closeCode()).isIn(CloseCode.SLOW_READER.code(), 1006);
      }
      try (WsClient grace = WsClient.hello(people.grace())) {
        assertThat(DatabaseAwayTest.seqsUntilLive(people, grace, 3)).containsExactly(1L, 2L, 3L);
      }
      contacts.forEach(contact -> contact.wire().close());
    }
  }

  /** SES-10: the device of a contact is not cut off by what that one pushes. */
  @Test
  void oneContactAloneCannotFillTheQueueOfASlowReader() throws Exception {
    try (TwoPeople people = TwoPeople.start(data);
        WsClient ada = WsClient.hello(people.ada());
        WsClient grace = WsClient.hello(people.grace())) {
      ada.next(Frame.Live.class);
      grace.next(Frame.Live.class);
      long startNs = System.nanoTime();
      grace.pause();
      int sent = 0;
      // More than the queue holds.
      while (sent < 20 << 20 && System.nanoTime() - startNs < 5_000_000_000L) {
        ada.send(new Frame.Signal(people.conversation(), people.grace().device(), SIGNAL));
        sent += SIGNAL.length();
      }
      grace.resume();
      grace.assertAnswered();
    }
  }

  /** Somebody whom Grace has accepted. */
  private record Contact(WsClient wire, UUID conversation) {
    boolean isGoneAfterSignal(UUID device) throws InterruptedException {
      wire.send(new Frame.Signal(conversation, device, SIGNAL));
      return wire.untilAnswered().stream()
          .anyMatch(
              frame ->
                  frame instanceof Frame.Refused refused
                      && refused.code() == RefusalCode.NOT_REACHABLE);
    }
  }

  private static List<Contact> contacts(TwoPeople people) throws Exception {
    List<Contact> contacts = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      HttpUser user = HttpUser.signUp(people.node().uri(), "contact" + i);
      UUID conversation = user.converse(people.grace());
      people.grace().accept(conversation);
      contacts.add(new Contact(WsClient.hello(user), conversation));
    }
    return contacts;
  }

  /** SES-10. */
  @Test
  void aFloodByOneClientLeavesTheOthersAnswered() throws Exception {
    try (TwoPeople people = TwoPeople.start(data);
        WsClient eve = WsClient.hello(HttpUser.signUp(people.node().uri(), "eve"));
        WsClient ada = WsClient.hello(people.ada());
        WsClient grace = WsClient.hello(people.grace())) {
      grace.next(Frame.Live.class);
      long version = ada.next(Frame.Roster.class).version();
      for (int i = 0; i < 5_000; i++) {
        eve.send(people.post(1, 1, 1));
      }
      for (long seq = 1; seq <= 20; seq++) {
        ada.send(people.post(version, seq, seq));
        grace.next(Frame.Entries.class);
        grace.send(new Frame.Ack(new StreamPosition(people.stream(), seq, seq, List.of()), null));
        long through = seq;
        ada.next(Frame.Receipt.class, receipt -> receipt.deliveredThroughSeq() == through);
      }
      assertThat(eve.next(Frame.Refused.class).code()).isEqualTo(RefusalCode.NOT_A_MEMBER);
    }
  }

  private static List<Long> seqs(List<Frame> frames) {
    return frames.stream()
        .filter(Frame.Entries.class::isInstance)
        .map(Frame.Entries.class::cast)
        .flatMap(entries -> entries.entries().stream())
        .map(entry -> entry.entry().seq())
        .toList();
  }

  /** Takes what follows what was taken; what comes again was sent before it was acked. */
  private static void takeNew(List<Long> seqs, List<Long> got) {
    for (long seq : seqs) {
      if (seq > got.size()) {
        assertThat(seq).as("the next one").isEqualTo(got.size() + 1L);
        got.add(seq);
      }
    }
  }

  private static void ack(TwoPeople people, WsClient device, List<Long> got) {
    device.send(new Frame.Ack(new StreamPosition(people.stream(), got.size(), 1, List.of()), null));
  }
}

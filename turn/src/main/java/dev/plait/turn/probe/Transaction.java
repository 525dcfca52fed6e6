package dev.plait.turn.probe;

import dev.plait.turn.stun.ChannelData;
import dev.plait.turn.stun.StunClass;
import dev.plait.turn.stun.StunCodec;
import dev.plait.turn.stun.StunFormatException;
import dev.plait.turn.stun.StunMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request and its answer (RFC 8489 §6.2). */
final class Transaction {
  /** RFC 8489 §6.2.1: RTO; each interval is twice the one before. */
  private static final Duration FIRST_INTERVAL = Duration.ofMillis(500);

  /** RFC 8489 §6.2.1: Rc. */
  private static final int SENDS_MAX = 7;

  private static final double NS_PER_MS = 1e6;

  /**
   * What came back.
   *
   * @param roundTripMs since the request was sent first: too much, never too little, when it had to
   *     be sent again
   */
  record Answer(StunMessage message, double roundTripMs) {}

  private final Carrier carrier;
  private final Consumer<byte[]> others;

  /**
   * Makes transactions over a carrier.
   *
   * @param others gets the packets that come meanwhile and are no answer
   */
  Transaction(Carrier carrier, Consumer<byte[]> others) {
    this.carrier = carrier;
    this.others = others;
  }

  /**
   * Sends a request until it is answered.
   *
   * @param bytes of {@code request}
   * @param counts whether an answer, also given as bytes, is to be believed; others are passed over
   * @return null when none comes in time
   */
  @Nullable Answer ask(
      StunMessage request, byte[] bytes, Deadline deadline, BiPredicate<StunMessage, byte[]> counts)
      throws IOException {
    long sentNs = System.nanoTime();
    Duration interval = FIRST_INTERVAL;
    for (int sends = 1; !deadline.hasPassed(); sends++) {
      carrier.send(bytes);
      boolean isLast = carrier.isReliable() || sends == SENDS_MAX;
      Deadline again = isLast ? deadline : deadline.orIn(interval);
      interval = interval.multipliedBy(2);
      for (byte @Nullable [] packet; (packet = carrier.receive(again)) != null; ) {
        double passedMs = (System.nanoTime() - sentNs) / NS_PER_MS;
        @Nullable StunMessage message = answerTo(request, packet);
        if (message == null) {
          others.accept(packet);
          continue;
        }
        if (counts.test(message, packet)) {
          return new Answer(message, passedMs);
        }
      }
    }
    return null;
  }

  private static @Nullable StunMessage answerTo(StunMessage request, byte[] packet) {
    if (ChannelData.is(packet)) {
      return null;
    }
    try {
      StunMessage message = StunCodec.decode(packet);
      boolean isAnswer =
          message.messageClass() == StunClass.SUCCESS || message.messageClass() == StunClass.ERROR;
      return isAnswer && message.id().equals(request.id()) && message.method() == request.method()
          ? message
          : null;
    } catch (StunFormatException e) {
      return null;
    }
  }
}

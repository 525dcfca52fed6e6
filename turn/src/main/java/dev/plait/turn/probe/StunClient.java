package dev.plait.turn.probe;

import dev.plait.turn.stun.AttributeType;
import dev.plait.turn.stun.StunAttribute;
import dev.plait.turn.stun.StunClass;
import dev.plait.turn.stun.StunCodec;
import dev.plait.turn.stun.StunMessage;
import dev.plait.turn.stun.StunMethod;
import dev.plait.turn.stun.TransactionId;
import dev.plait.turn.stun.TransportAddress;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks a server which address it sees (RFC 8489 §3). */
public final class StunClient {
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * What a server answered.
   *
   * @param mapped where it sees this program
   * @param local where this program sends from
   * @param other the server's other address and port (RFC 5780 §7.4); null when it has none
   * @param roundTripMs milliseconds from request to answer
   */
  public record Binding(
      TransportAddress mapped,
      TransportAddress local,
      @Nullable TransportAddress other,
      double roundTripMs) {}

  private StunClient() {}

  /**
   * Asks once, over the URL's transport, and takes no longer than the timeout for all of it; a TURN
   * server answers, too.
   *
   * @throws TurnException when no answer comes in time, or a refusal
   */
  public static Binding bind(TurnUrl url, TurnOptions options) throws TurnException {
    Deadline deadline = Deadline.in(options.timeout());
    try (Carrier carrier = Reaching.reach(url, options)) {
      Binding binding = bind(url, carrier, List.of(), deadline);
      if (binding == null) {
        throw TurnException.of(url, Fault.NO_ANSWER, "");
      }
      return binding;
    }
  }

  /**
   * Asks once over a carrier.
   *
   * @return null when no answer comes in time
   */
  static @Nullable Binding bind(
      TurnUrl url, Carrier carrier, List<StunAttribute> attributes, Deadline deadline)
      throws TurnException {
    StunMessage request =
        new StunMessage(
            StunClass.REQUEST, StunMethod.BINDING, TransactionId.draw(RANDOM), attributes);
    try {
      Transaction.Answer answer =
          new Transaction(carrier, _ -> {})
              .ask(request, StunCodec.encode(request, null, true), deadline, (_, _) -> true);
      return answer == null ? null : read(url, carrier, answer);
    } catch (IOException e) {
      throw Reaching.failed(url, e);
    }
  }

  private static Binding read(TurnUrl url, Carrier carrier, Transaction.Answer answer)
      throws TurnException {
    StunMessage message = answer.message();
    if (message.refusal() != null) {
      throw TurnException.of(url, Fault.OTHER, message.refusal());
    }
    TransportAddress mapped = message.address(AttributeType.XOR_MAPPED_ADDRESS);
    if (mapped == null) {
      throw TurnException.of(url, Fault.NOT_TURN, "a binding without an address");
    }
    return new Binding(
        mapped,
        carrier.local(),
        message.address(AttributeType.OTHER_ADDRESS),
        answer.roundTripMs());
  }
}

package dev.plait.turn.probe;

import dev.plait.turn.credential.TurnCredential;
import dev.plait.turn.stun.AttributeType;
import dev.plait.turn.stun.Payload;
import dev.plait.turn.stun.StunAttribute;
import dev.plait.turn.stun.StunAttribute.Refusal;
import dev.plait.turn.stun.StunClass;
import dev.plait.turn.stun.StunCodec;
import dev.plait.turn.stun.StunIntegrity;
import dev.plait.turn.stun.StunMessage;
import dev.plait.turn.stun.StunMethod;
import dev.plait.turn.stun.TransactionId;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Requests with a long-term credential (RFC 8489 §9.2): the first one is refused with a realm and a
 * nonce, the following ones are sealed. Used by one thread at a time.
 */
final class Requests {
  private static final int UNAUTHENTICATED = 401;
  private static final int STALE_NONCE = 438;

  /** The challenge, the sealed request, and two nonces that had become stale. */
  private static final int TRIES_MAX = 4;

  private static final SecureRandom RANDOM = new SecureRandom();

  /** What the server asked for, and the key for it. */
  private record Challenge(String realm, String nonce, Payload key) {}

  private final TurnUrl url;
  private final @Nullable String expectedRealm;
  private final TurnCredential credential;
  private final Transaction transaction;
  private final Carrier carrier;
  private @Nullable Challenge challenge;
  private double roundTripMs;

  /**
   * Asks over a carrier.
   *
   * @param expectedRealm that the server must be of; null for any
   * @param others gets the packets that come meanwhile and are no answer
   */
  Requests(
      TurnUrl url,
      @Nullable String expectedRealm,
      Carrier carrier,
      TurnCredential credential,
      Consumer<byte[]> others) {
    this.url = url;
    this.expectedRealm = expectedRealm;
    this.carrier = carrier;
    this.credential = credential;
    this.transaction = new Transaction(carrier, others);
  }

  /** The server's realm; empty before the first request. */
  String realm() {
    return challenge == null ? "" : challenge.realm();
  }

  /** Of the last answer, in milliseconds. */
  double roundTripMs() {
    return roundTripMs;
  }

  /** Sends an indication, which nobody answers (RFC 8489 §6.3.2). */
  void indicate(StunMethod method, StunAttribute... attributes) throws IOException {
    StunMessage message =
        new StunMessage(
            StunClass.INDICATION, method, TransactionId.draw(RANDOM), List.of(attributes));
    carrier.send(StunCodec.encode(message));
  }

  /**
   * Sends a request and returns the successful answer.
   *
   * @throws TurnException when it is refused, or not answered in time
   */
  StunMessage ask(Deadline deadline, StunMethod method, StunAttribute... attributes)
      throws TurnException {
    for (int tries = 1; ; tries++) {
      @Nullable Challenge used = challenge;
      StunMessage answer = send(deadline, method, List.of(attributes), used);
      Refusal refusal = answer.refusal();
      if (refusal == null) {
        return answer;
      }
      boolean isChallenge =
          refusal.code() == STALE_NONCE || (used == null && refusal.code() == UNAUTHENTICATED);
      if (!isChallenge || tries == TRIES_MAX) {
        throw TurnException.of(url, Refusals.fault(refusal, credential), refusal);
      }
      challenge = challenged(answer);
    }
  }

  private Challenge challenged(StunMessage answer) throws TurnException {
    String realm = answer.text(AttributeType.REALM);
    String nonce = answer.text(AttributeType.NONCE);
    if (realm == null || nonce == null) {
      throw TurnException.of(url, Fault.NOT_TURN, "a challenge without realm or nonce");
    }
    if (expectedRealm != null && !expectedRealm.equals(realm)) {
      throw TurnException.of(url, Fault.WRONG_REALM, realm);
    }
    return new Challenge(
        realm,
        nonce,
        Payload.of(StunIntegrity.longTermKey(credential.username(), realm, credential.password())));
  }

  private StunMessage send(
      Deadline deadline,
      StunMethod method,
      List<StunAttribute> attributes,
      @Nullable Challenge sealing)
      throws TurnException {
    List<StunAttribute> all = new ArrayList<>(attributes);
    if (sealing != null) {
      all.add(new StunAttribute.Text(AttributeType.USERNAME, credential.username()));
      all.add(new StunAttribute.Text(AttributeType.REALM, sealing.realm()));
      all.add(new StunAttribute.Text(AttributeType.NONCE, sealing.nonce()));
    }
    StunMessage request =
        new StunMessage(StunClass.REQUEST, method, TransactionId.draw(RANDOM), all);
    byte @Nullable [] key = sealing == null ? null : sealing.key().toArray();
    boolean[] unsealed = {false};
    Transaction.@Nullable Answer answer;
    try {
      answer =
          transaction.ask(
              request,
              StunCodec.encode(request, key, false),
              deadline,
              (message, bytes) -> {
                boolean counts = counts(message, bytes, key);
                unsealed[0] |= !counts;
                return counts;
              });
    } catch (IOException e) {
      throw Reaching.failed(url, e);
    }
    if (answer == null) {
      throw TurnException.of(url, unsealed[0] ? Fault.NOT_SEALED : Fault.NO_ANSWER, "");
    }
    roundTripMs = answer.roundTripMs();
    return answer.message();
  }

  /** RFC 8489 §9.2.5: a success must be sealed; a refusal may come from who cannot seal it. */
  private static boolean counts(StunMessage message, byte[] bytes, byte @Nullable [] key) {
    return message.messageClass() == StunClass.ERROR
        ? message.refusal() != null
        : key == null || StunIntegrity.isSealedWith(key, bytes);
  }
}

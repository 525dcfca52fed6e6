package dev.plait.server.http;

import dev.plait.server.admission.Outcome;
import dev.plait.server.admission.Refusal;
import dev.plait.server.conversation.Audience;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an account pays when a device of it signs in or out: all that share a conversation are told.
 * Taken once it is clear that the account itself asks. For one call.
 */
final class ChangeFee {
  private final Throttle throttle;
  private final Audience audience;
  private @Nullable Reply wait;

  ChangeFee(Throttle throttle, Audience audience) {
    this.throttle = throttle;
    this.audience = audience;
  }

  /** Takes it, or refuses; then {@link #or} says when to come back. */
  Outcome<UUID> take(UUID account) {
    wait = throttle.takeForChange(account, audience.ofDevices(account));
    return wait == null ? Outcome.done(account) : Outcome.refused(Refusal.RATE_LIMITED);
  }

  /** The answer of a call that may have been refused for this. */
  Reply or(Supplier<Reply> reply) {
    return wait == null ? reply.get() : wait;
  }
}

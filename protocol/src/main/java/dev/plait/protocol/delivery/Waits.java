package dev.plait.protocol.delivery;

import dev.plait.protocol.delivery.TargetItem.Flight;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** When a sender's targets are due: a resend without ack, or a retry after a refusal (DLV-6). */
final class Waits {
  private Waits() {}

  /** Makes what is due wait to be sent. */
  static void handleTimeout(Collection<TargetQueue> targets, Outbox outbox, long nowMs) {
    for (TargetQueue target : targets) {
      if (target.retryAtMs <= nowMs) {
        target.retryAtMs = TargetQueue.NEVER;
      }
      if (target.resendAtMs <= nowMs) {
        target.resendAtMs = TargetQueue.NEVER;
        target.resend.nextMs();
        for (TargetItem item : target.items.values()) {
          if (target.lacking(item)) {
            outbox.unpost(item);
            target.fly(item, Flight.WAITING);
          }
        }
      }
    }
  }

  /** The next one that is due, null for none. */
  static @Nullable Deadline next(Collection<TargetQueue> targets) {
    long resendAtMs = TargetQueue.NEVER;
    long retryAtMs = TargetQueue.NEVER;
    for (TargetQueue target : targets) {
      resendAtMs = Math.min(resendAtMs, target.resendAtMs);
      retryAtMs = Math.min(retryAtMs, target.retryAtMs);
    }
    if (resendAtMs == TargetQueue.NEVER && retryAtMs == TargetQueue.NEVER) {
      return null;
    }
    return resendAtMs <= retryAtMs
        ? new Deadline(resendAtMs, Deadline.Reason.RESEND)
        : new Deadline(retryAtMs, Deadline.Reason.RETRY);
  }
}

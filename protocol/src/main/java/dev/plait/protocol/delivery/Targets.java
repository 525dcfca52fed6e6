package dev.plait.protocol.delivery;

import dev.plait.protocol.delivery.TargetItem.Flight;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The targets of one stream, and when they are due: a resend without ack, or a retry after a
 * refusal (DLV-6). Owned by one {@link Sender}.
 */
final class Targets {
  private final Map<UUID, TargetQueue> byDevice = new LinkedHashMap<>();

  /** Of devices that are no targets now. */
  private final Map<UUID, Unread> unread = new HashMap<>();

  private final SenderLimits limits;

  Targets(SenderLimits limits) {
    this.limits = limits;
  }

  @Nullable TargetQueue get(UUID device) {
    return byDevice.get(device);
  }

  Collection<TargetQueue> all() {
    return byDevice.values();
  }

  @Nullable TargetQueue remove(UUID device) {
    TargetQueue queue = byDevice.remove(device);
    if (queue != null) {
      unread.put(device, queue.unread);
    }
    return queue;
  }

  /** The queue of a target, made when there is none. */
  TargetQueue of(UUID target, long nextSeq) {
    return of(target, nextSeq, nextSeq);
  }

  /**
   * The queue of a target.
   *
   * @param firstSeq first seq addressed to it since it became a target
   */
  TargetQueue of(UUID target, long firstSeq, long nextSeq) {
    return byDevice.computeIfAbsent(
        target,
        device -> {
          Unread before = unread.remove(device);
          TargetQueue queue =
              new TargetQueue(device, limits, firstSeq, before == null ? new Unread() : before);
          // An earlier life of the sender may have sent it all that was numbered by then.
          queue.sentThrough = nextSeq - 1;
          return queue;
        });
  }

  /** Whether some target lacks something. */
  boolean unsettled() {
    for (TargetQueue target : byDevice.values()) {
      if (!target.items.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** What was addressed from {@code fromSeq} on never was. */
  void takeBackFrom(long fromSeq) {
    for (TargetQueue target : byDevice.values()) {
      while (!target.items.isEmpty() && target.items.lastKey() >= fromSeq) {
        TargetItem item = target.items.lastEntry().getValue();
        target.lastSeq = item.afterSeq;
        target.remove(item);
      }
    }
  }

  /** Makes what is due wait to be sent. */
  void handleTimeout(Outbox outbox, long nowMs) {
    for (TargetQueue target : byDevice.values()) {
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
  @Nullable Deadline next() {
    long resendAtMs = TargetQueue.NEVER;
    long retryAtMs = TargetQueue.NEVER;
    for (TargetQueue target : byDevice.values()) {
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

  /** For logs: those that lack something, without content. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (TargetQueue target : byDevice.values()) {
      if (!target.items.isEmpty()) {
        text.append(", ").append(target);
      }
    }
    return text.toString();
  }
}

package dev.plait.peer.core;

import dev.plait.protocol.wire.StreamId;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Whether a message was taken. */
public sealed interface SendResult {
  /**
   * Taken; on its way to the disk.
   *
   * @param stream own stream
   * @param seq its number
   * @param targets devices that get it
   * @param counted those of them whose status is the message's (DLV-5), and their accounts
   * @param ticket of the write: durable when {@link DeviceCore#handleDurable} gets it
   */
  record Taken(StreamId stream, long seq, Set<UUID> targets, Map<UUID, UUID> counted, long ticket)
      implements SendResult {
    /** Copies both. */
    public Taken {
      targets = Set.copyOf(targets);
      counted = Map.copyOf(counted);
    }
  }

  /** Why a message was not taken. */
  enum Refusal {
    /** The outbox holds as much as it may. */
    QUEUE_FULL,
    /** Over {@link dev.plait.protocol.wire.Limits#BODY_BYTES}. */
    TOO_LARGE,
    /** This account is not in the conversation. */
    NOT_A_MEMBER,
    /** This account has not accepted it (CNS-4). */
    NOT_ACCEPTED
  }

  /** Not taken; nothing was kept. */
  record NotTaken(Refusal refusal) implements SendResult {}
}

package dev.plait.peer.core;

import dev.plait.protocol.wire.StreamId;
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
   * @param ticket of the write: durable when {@link DeviceCore#handleDurable} gets it
   */
  record Taken(StreamId stream, long seq, Set<UUID> targets, long ticket) implements SendResult {
    /** Copies the set. */
    public Taken {
      targets = Set.copyOf(targets);
    }
  }

  /** Why a message was not taken. */
  enum Refusal {
    /** The outbox holds as much as it may. */
    QUEUE_FULL,
    /** Over {@link dev.plait.protocol.wire.Limits#BODY_BYTES}. */
    TOO_LARGE,
    /** This account is not in the conversation. */
    NOT_A_MEMBER
  }

  /** Not taken; nothing was kept. */
  record NotTaken(Refusal refusal) implements SendResult {}
}

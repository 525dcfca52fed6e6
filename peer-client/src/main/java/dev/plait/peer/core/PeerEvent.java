package dev.plait.peer.core;

import dev.plait.protocol.delivery.Status;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.PresenceState;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.protocol.wire.StreamId;
import java.util.List;
import java.util.UUID;

/** Something an application may want to know. Told in the order in which it happened. */
public sealed interface PeerEvent {

  /** How the server link is. */
  enum Connection {
    /** Frames flow. */
    ONLINE,
    /** Coming back by itself. */
    OFFLINE,
    /** Will not come back by itself. */
    STOPPED
  }

  /** An entry of another device is in the transcript. */
  record MessageArrived(StreamId stream, Entry entry, ArrivedBy by) implements PeerEvent {}

  /** Own entries have come further at a target. */
  record StatusChanged(StreamId stream, UUID device, List<Range> seqs, Status status)
      implements PeerEvent {
    /** Copies the list. */
    public StatusChanged {
      seqs = List.copyOf(seqs);
    }
  }

  /** Own entries will not reach a target; {@code retryable} when the peer tries again by itself. */
  record Undelivered(
      StreamId stream, UUID device, List<Range> seqs, RefusalCode code, boolean retryable)
      implements PeerEvent {
    /** Copies the list. */
    public Undelivered {
      seqs = List.copyOf(seqs);
    }
  }

  /**
   * Somebody has accepted: what was said to the box of the account goes to each of its devices.
   *
   * @param device the box, which is no target any more
   * @param by the devices
   * @param seqs own entries for which they stand in its place, as sent
   */
  record TargetReplaced(StreamId stream, UUID device, List<UUID> by, List<Range> seqs)
      implements PeerEvent {
    /** Copies the lists. */
    public TargetReplaced {
      by = List.copyOf(by);
      seqs = List.copyOf(seqs);
    }
  }

  /** What is said to a device now goes another way. */
  record PathChanged(UUID device, String path, long generation, String reason)
      implements PeerEvent {}

  /** Members, titles or acceptance changed, or a conversation is new. */
  record RosterChanged(Frame.Roster roster) implements PeerEvent {}

  /** This account is out of a conversation. */
  record ConversationGone(UUID conversation) implements PeerEvent {}

  /** Somebody came or went. */
  record PresenceChanged(UUID account, PresenceState state, long lastSeenMs) implements PeerEvent {}

  /** Somebody began or stopped typing. */
  record TypingChanged(UUID conversation, UUID device, boolean active) implements PeerEvent {}

  /** The link to the server changed. */
  record ConnectionChanged(Connection state, String reason, long retryInMs) implements PeerEvent {}

  /** The backlog is drained: everything that waited in the store has been handed over. */
  record CaughtUp() implements PeerEvent {}

  /**
   * The disk of this device went back in time, or a copy of it is in use: what had not arrived is
   * said again, under the same ids (DLV-22).
   *
   * @param message for a person
   * @param moved the new places of own entries, by their old ones
   */
  record EpochBegun(String message, List<EpochChange.Stream> moved) implements PeerEvent {
    /** Copies the list. */
    public EpochBegun {
      moved = List.copyOf(moved);
    }
  }

  /** Something a person should know; nothing is lost. */
  record Warning(String message) implements PeerEvent {}
}

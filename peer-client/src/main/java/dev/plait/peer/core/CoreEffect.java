package dev.plait.peer.core;

import dev.plait.protocol.wire.ClientFrame;
import dev.plait.protocol.wire.PeerFrame;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.StreamId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What a {@link DeviceCore} wants done, in order. */
public sealed interface CoreEffect {

  /** What the data channels are told; nothing where there are none. */
  sealed interface ChannelEffect extends CoreEffect {}

  /** Send a frame to the server; it may be dropped when the link is down. */
  record ToServer(ClientFrame frame) implements CoreEffect {}

  /** Send a frame on a device's data channel of that generation; dropped when it is over. */
  record ToPeer(UUID device, long generation, PeerFrame frame) implements CoreEffect {}

  /**
   * Make these durable as one transaction, then call {@link DeviceCore#handleDurable} with the
   * ticket; requests become durable in order. Ticket 0 wants no answer.
   */
  record Persist(long ticket, List<DiskWrite> writes) implements CoreEffect {
    /** Copies the list. */
    public Persist {
      writes = List.copyOf(writes);
    }
  }

  /** Read these own entries from the transcript and call {@link DeviceCore#handleTranscript}. */
  record ReadOwn(StreamId stream, List<Range> seqs) implements CoreEffect {
    /** Copies the list. */
    public ReadOwn {
      seqs = List.copyOf(seqs);
    }
  }

  /**
   * Read own entries that a target lacks again, without those that were refused for it, and call
   * {@link DeviceCore#handleAgain}.
   *
   * @param most the lowest that many
   */
  record ReadAgain(StreamId stream, UUID target, long fromSeq, long throughSeq, int most)
      implements CoreEffect {}

  /**
   * Somebody knows another past of this device (DLV-22). The core is over: in the same turn only
   * writes and events follow, and of {@link DeviceCore#handleDurable}, its last input, only events.
   * When all writes are durable, load the state, make an {@link EpochChange} durable, start another
   * core from the disk, with a new session.
   *
   * @param evidence what shows it, for the log
   * @param lastIncarnation an incarnation that shows it (SES-11), 0 for other evidence
   * @param pauseMs to keep with the {@link EpochStart}
   */
  record BeginEpoch(String evidence, long lastIncarnation, long pauseMs) implements CoreEffect {}

  /** A signal of another device came; negotiation looks at it. */
  record Signalled(UUID conversation, UUID device, String payload) implements ChannelEffect {}

  /** A signal could not be handed to a device; try again no sooner than that. */
  record Unreachable(UUID device, long retryAfterMs) implements ChannelEffect {}

  /**
   * Keep data channels to these devices, and no others.
   *
   * @param wanted device, and a conversation shared with it, in which it is signalled
   */
  record WantChannels(Map<UUID, UUID> wanted) implements ChannelEffect {
    /** Copies the map, keeping the order. */
    public WantChannels {
      wanted = Collections.unmodifiableMap(new LinkedHashMap<>(wanted));
    }
  }

  /** What silenced a channel may have silenced the server: it has to answer now. */
  record ServerDoubted() implements CoreEffect {}

  /** A channel misses its pings: rebuild it. */
  record ChannelFailed(UUID device, long generation, String reason) implements ChannelEffect {}

  /** The other side of a channel broke a rule: close it, and do not open it again (FRM-9). */
  record ChannelViolated(UUID device, long generation) implements ChannelEffect {}

  /** Both sides have said that nothing more comes on a channel: close it. */
  record ChannelFinished(UUID device, long generation) implements ChannelEffect {}

  /** Tell the application. */
  record Tell(PeerEvent event) implements CoreEffect {}
}

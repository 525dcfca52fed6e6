package dev.plait.peer.core;

import dev.plait.protocol.wire.ClientFrame;
import dev.plait.protocol.wire.PeerFrame;
import java.util.List;
import java.util.UUID;

/** What a {@link DeviceCore} wants done, in order. */
public sealed interface CoreEffect {

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

  /** Tell the application. */
  record Tell(PeerEvent event) implements CoreEffect {}
}

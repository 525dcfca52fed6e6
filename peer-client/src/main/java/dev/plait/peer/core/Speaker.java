package dev.plait.peer.core;

import dev.plait.protocol.wire.StreamId;
import java.util.UUID;

/** A device in a conversation, whatever its epoch: who speaks in a stream. */
record Speaker(UUID conversation, UUID device) {
  static Speaker of(StreamId stream) {
    return new Speaker(stream.conversation(), stream.device());
  }
}

package dev.plait.protocol.transcript;

import dev.plait.protocol.clock.TranscriptOrder;
import dev.plait.protocol.content.Content;
import dev.plait.protocol.wire.StreamId;
import java.util.UUID;

/**
 * An entry as a reader sees it.
 *
 * @param stream whose log
 * @param seq its number there
 * @param id of the message
 * @param hlc its stamp, unsigned
 * @param content what it says
 */
public record Said(StreamId stream, long seq, UUID id, long hlc, Content content) {

  /** Where it stands (CLK-4). */
  TranscriptOrder order() {
    return new TranscriptOrder(hlc, stream.device(), seq);
  }

  /** The device that said it. */
  public UUID device() {
    return stream.device();
  }
}

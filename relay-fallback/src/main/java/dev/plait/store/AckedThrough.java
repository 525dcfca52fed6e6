package dev.plait.store;

import dev.plait.protocol.wire.StreamId;
import java.util.UUID;

/**
 * A target has committed a stream up to a seq.
 *
 * @param throughSeq inclusive
 */
public record AckedThrough(StreamId stream, UUID target, long throughSeq) {}

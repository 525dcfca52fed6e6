package dev.plait.protocol.wire;

import java.util.UUID;

/**
 * One entry of a stream, the same for every target and every path.
 *
 * @param seq position in the stream: 1, 2, 3 …, below 2^53
 * @param id message id
 * @param hlc hybrid logical clock, unsigned 64-bit
 * @param body opaque bytes, at most {@link Limits#BODY_BYTES}
 */
public record Entry(long seq, UUID id, long hlc, Bytes body) {}

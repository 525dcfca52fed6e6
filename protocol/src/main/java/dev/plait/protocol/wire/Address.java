package dev.plait.protocol.wire;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How one entry is addressed to one target device.
 *
 * @param device the target
 * @param afterSeq seq of the previous entry addressed to that target; 0 for the first. On the wire
 *     {@code after} is left out when it is seq − 1
 * @param part opaque bytes for this target only, at most {@link Limits#PART_BYTES}
 */
public record Address(UUID device, long afterSeq, @Nullable Bytes part) {}

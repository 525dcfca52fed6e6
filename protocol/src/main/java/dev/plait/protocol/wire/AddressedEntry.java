package dev.plait.protocol.wire;

import org.jspecify.annotations.Nullable;

/**
 * An entry as one target sees it.
 *
 * @param entry the entry
 * @param afterSeq seq of the previous entry addressed to this target; 0 for the first
 * @param part opaque bytes for this target only
 */
public record AddressedEntry(Entry entry, long afterSeq, @Nullable Bytes part) {}

package dev.plait.store;

import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.StreamId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One entry for one target device.
 *
 * @param target the device whose queue it joins
 * @param account whose device says it; null for nobody's: what was kept before accounts were
 * @param stream whose log it belongs to
 * @param entry the entry; kept once for all its targets
 * @param afterSeq seq of the previous entry addressed to the target, 0 for the first
 * @param part opaque bytes for this target only
 * @param request whether the target's account has not accepted the conversation
 * @param acceptedAtMs when the server took it, milliseconds since 1970
 */
public record QueueRow(
    UUID target,
    @Nullable UUID account,
    StreamId stream,
    Entry entry,
    long afterSeq,
    @Nullable Bytes part,
    boolean request,
    long acceptedAtMs) {
  /** What counts against the quota: body and part. */
  public int bytes() {
    return entry.body().size() + (part == null ? 0 : part.size());
  }
}

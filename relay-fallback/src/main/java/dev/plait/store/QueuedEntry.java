package dev.plait.store;

import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.StreamId;

/**
 * One entry as it waits in a device's queue.
 *
 * @param position place in this device's queue, ascending from 1, with gaps. An entry that must
 *     move behind a late one of its stream gets a new position, so it may be read twice, never
 *     missed
 * @param stream whose log
 * @param entry the entry as this device sees it
 * @param acceptedAtMs when the server took it
 */
public record QueuedEntry(
    long position, StreamId stream, AddressedEntry entry, long acceptedAtMs) {}

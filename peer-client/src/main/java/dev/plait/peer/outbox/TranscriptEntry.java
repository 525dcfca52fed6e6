package dev.plait.peer.outbox;

import dev.plait.peer.core.ArrivedBy;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.StreamId;

/**
 * One row of the transcript.
 *
 * @param stream whose log
 * @param entry what was said
 * @param by how it came
 */
public record TranscriptEntry(StreamId stream, Entry entry, ArrivedBy by) {}

package dev.plait.peer.core;

import dev.plait.protocol.codec.ContentCodec;
import dev.plait.protocol.content.Content;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.StreamId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Read markers, which travel as ordinary entries: which of other people's streams have something
 * unread, and what theirs say about own streams. Owned by the peer's thread.
 */
final class ReadMarks {
  /** Takes what a marker says about an own stream. */
  interface Listener {
    void handleRead(UUID target, StreamId stream, long throughSeq);
  }

  /** Keeps how far the own account has read a stream on another of its devices. */
  interface Keeper {
    void keepOwnRead(StreamId stream, long throughSeq);
  }

  private final Predicate<StreamId> ofOwnAccount;
  private final Listener listener;
  private final Keeper keeper;
  private final Map<StreamId, Long> saidThrough = new LinkedHashMap<>();
  private final Map<StreamId, Long> readThrough = new HashMap<>();

  /** The last marker in a stream of another account; none is written for it (CNT-3). */
  private final Map<StreamId, Long> markerAt = new HashMap<>();

  /**
   * Makes one.
   *
   * @param ofOwnAccount whether a stream is of this or another device of the own account
   */
  ReadMarks(Predicate<StreamId> ofOwnAccount, Listener listener, Keeper keeper) {
    this.ofOwnAccount = ofOwnAccount;
    this.listener = listener;
    this.keeper = keeper;
  }

  void restore(DeviceState.Cursor cursor) {
    saidThrough.put(cursor.stream(), cursor.seq());
    readThrough.put(cursor.stream(), cursor.readSeq());
  }

  /** An entry of another device was committed. */
  void handleEntry(StreamId stream, Entry entry) {
    if (ContentCodec.decode(entry.body())
        instanceof Content.Read(var device, var epoch, var throughSeq)) {
      StreamId read = new StreamId(stream.conversation(), device, epoch);
      if (!ofOwnAccount.test(stream)) {
        listener.handleRead(stream.device(), read, throughSeq);
        markerAt.put(stream, entry.seq());
        passMarker(stream);
      } else if (throughSeq > readThrough.getOrDefault(read, 0L)) {
        readThrough.put(read, throughSeq);
        keeper.keepOwnRead(read, throughSeq);
        passMarker(read);
      }
    } else {
      saidThrough.put(stream, entry.seq());
      // The marker of another path may have come first, when there was no cursor to keep it with.
      if (entry.seq() <= readThrough.getOrDefault(stream, 0L)) {
        keeper.keepOwnRead(stream, entry.seq());
      }
    }
  }

  /** Streams of a conversation with something unread, and through where. Counts as read now. */
  Map<StreamId, Long> takeUnread(UUID conversation) {
    Map<StreamId, Long> unread = new LinkedHashMap<>();
    saidThrough.forEach(
        (stream, through) -> {
          if (stream.conversation().equals(conversation)
              && !ofOwnAccount.test(stream)
              && through > readThrough.getOrDefault(stream, 0L)) {
            unread.put(stream, through);
          }
        });
    readThrough.putAll(unread);
    unread.keySet().forEach(this::passMarker);
    return unread;
  }

  /**
   * Counts the last marker of a stream as read once all before it is: after a restart nothing tells
   * it from a message.
   */
  private void passMarker(StreamId stream) {
    long marker = markerAt.getOrDefault(stream, 0L);
    long read = readThrough.getOrDefault(stream, 0L);
    if (marker > read && read >= saidThrough.getOrDefault(stream, 0L)) {
      readThrough.put(stream, marker);
      keeper.keepOwnRead(stream, marker);
    }
  }

  /** The body of a marker. */
  static Bytes marker(StreamId stream, long throughSeq) {
    return ContentCodec.encode(new Content.Read(stream.device(), stream.epoch(), throughSeq));
  }
}

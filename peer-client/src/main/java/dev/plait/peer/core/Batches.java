package dev.plait.peer.core;

import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.PostedEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Cuts runs of entries into frames that stay under the size limits. Pure. */
final class Batches {
  /** JSON around one entry: seq, id, hlc, names, quotes. */
  private static final int ENTRY_BYTES = 160;

  /** JSON around one address. */
  private static final int ADDRESS_BYTES = 80;

  /** JSON around the list: type, ids, epoch. */
  private static final int FRAME_BYTES = 512;

  private Batches() {}

  static List<List<PostedEntry>> posts(List<PostedEntry> entries) {
    return cut(entries, Limits.FRAME_BYTES - FRAME_BYTES, Batches::size);
  }

  static List<List<AddressedEntry>> channel(List<AddressedEntry> entries) {
    return cut(entries, Limits.CHANNEL_BATCH_BYTES - FRAME_BYTES, Batches::size);
  }

  private static int size(PostedEntry posted) {
    int size = ENTRY_BYTES + base64(posted.entry().body());
    for (Address address : posted.to()) {
      size += ADDRESS_BYTES + base64(address.part());
    }
    return size;
  }

  private static int size(AddressedEntry addressed) {
    return ENTRY_BYTES + base64(addressed.entry().body()) + base64(addressed.part());
  }

  private static int base64(@Nullable Bytes bytes) {
    return bytes == null ? 0 : (bytes.size() + 2) / 3 * 4;
  }

  private static <T> List<List<T>> cut(List<T> all, int maxBytes, ToIntFunction<T> size) {
    List<List<T>> batches = new ArrayList<>();
    List<T> batch = new ArrayList<>();
    int bytes = 0;
    for (T one : all) {
      int more = size.applyAsInt(one);
      if (!batch.isEmpty() && (bytes + more > maxBytes || batch.size() == Limits.FRAME_ENTRIES)) {
        batches.add(batch);
        batch = new ArrayList<>();
        bytes = 0;
      }
      batch.add(one);
      bytes += more;
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }
}

package dev.plait.protocol.delivery;

import dev.plait.protocol.wire.Bytes;
import org.jspecify.annotations.Nullable;

/** The most bytes that frames take as JSON; never less than they do. Stateless. */
final class FrameSizes {
  /** What surrounds the entries of a frame on a channel, generously. */
  static final int ENTRIES_OVERHEAD = 256;

  static final int ADDRESS_OVERHEAD = 96;

  /** Text around a body, an address and a part in a frame, generously. */
  private static final int ENTRY_OVERHEAD = 160;

  private FrameSizes() {}

  static int entryBytes(int bodyBytes) {
    return ENTRY_OVERHEAD + base64Bytes(bodyBytes);
  }

  static int partBytes(@Nullable Bytes part) {
    return part == null ? 0 : base64Bytes(part.size());
  }

  private static int base64Bytes(int bytes) {
    return (bytes + 2) / 3 * 4;
  }
}

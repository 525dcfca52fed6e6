package dev.plait.protocol.path;

import dev.plait.protocol.delivery.Path;
import org.jspecify.annotations.Nullable;

/** The way that entries take, as exactly as can be told (PTH-6). */
public enum Via {
  /** There is none: entries wait. */
  NONE,
  /** The server's relay, or its store. */
  RELAY,
  /** A data channel from device to device over UDP, or one of which no more is known. */
  DIRECT,
  /** The same over TCP (RFC 6544). */
  DIRECT_TCP,
  /** A data channel over an own TURN server, reached by UDP. */
  TURN_UDP,
  /** A data channel over an own TURN server, reached by TCP. */
  TURN_TCP,
  /** A data channel over an own TURN server, reached by TLS. */
  TURN_TLS,
  /** A data channel over the other side's TURN server only. */
  TURN_REMOTE;

  /** The way of a path; the ends of a channel's pair that are not known are null. */
  public static Via of(Path path, @Nullable PairEnd local, @Nullable PairEnd remote) {
    return switch (path) {
      case NONE -> NONE;
      case RELAY, STORE -> RELAY;
      case DIRECT -> ofPair(local, remote);
    };
  }

  /** The way of a data channel; ends that are not known are null. */
  public static Via ofPair(@Nullable PairEnd local, @Nullable PairEnd remote) {
    if (local != null && local.relayed()) {
      return switch (local.relayProtocol()) {
        case "tls" -> TURN_TLS;
        case "tcp" -> TURN_TCP;
        default -> TURN_UDP;
      };
    }
    if (remote != null && remote.relayed()) {
      return TURN_REMOTE;
    }
    return local != null && local.protocol().equals("tcp") ? DIRECT_TCP : DIRECT;
  }

  /** Whether a TURN server passes the entries on. */
  public boolean turn() {
    return compareTo(TURN_UDP) >= 0;
  }
}

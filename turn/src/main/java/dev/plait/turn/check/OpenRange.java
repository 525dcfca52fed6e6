package dev.plait.turn.check;

import dev.plait.turn.config.PeerRange;
import dev.plait.turn.stun.TransportAddress;
import java.util.List;

/**
 * A range that is in reach of the server's users.
 *
 * @param addresses of it that were permitted
 * @param byPermission whether CreatePermission opened one
 * @param byChannel whether ChannelBind opened one
 * @param close lines of coturn's configuration that close it
 * @param note what else is to be known for that; may be empty
 */
public record OpenRange(
    PeerRange range,
    List<TransportAddress> addresses,
    boolean byPermission,
    boolean byChannel,
    List<String> close,
    String note) {
  /** Copies the lists. */
  public OpenRange {
    addresses = List.copyOf(addresses);
    close = List.copyOf(close);
  }
}

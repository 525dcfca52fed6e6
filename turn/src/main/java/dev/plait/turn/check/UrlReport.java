package dev.plait.turn.check;

import dev.plait.turn.probe.Fault;
import dev.plait.turn.probe.TurnUrl;
import dev.plait.turn.stun.TransportAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a check of one URL found. */
public sealed interface UrlReport {
  /** Which URL. */
  TurnUrl url();

  /**
   * It could be checked.
   *
   * @param software as the server calls itself; may be empty
   * @param relayed addresses that it allocated, one of each family that it has
   * @param roundTripMs of a request with a credential
   * @param relaying null when nothing came through
   * @param peers which forbidden ones it relays to
   */
  record Checked(
      TurnUrl url,
      String software,
      String realm,
      List<TransportAddress> relayed,
      double roundTripMs,
      @Nullable Relaying relaying,
      PeerFindings peers)
      implements UrlReport {
    /** Copies the list. */
    public Checked {
      relayed = List.copyOf(relayed);
    }
  }

  /**
   * It could not.
   *
   * @param code STUN error code; 0 for none
   * @param message names the server, the fault and a remedy
   */
  record Failed(TurnUrl url, Fault fault, int code, String message) implements UrlReport {}
}

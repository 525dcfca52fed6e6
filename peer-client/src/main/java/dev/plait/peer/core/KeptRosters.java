package dev.plait.peer.core;

import dev.plait.protocol.wire.Frame;
import java.util.List;

/**
 * The conversations that a device finds on its disk.
 *
 * @param all each as last told by the server
 * @param known which changes of them it has heard of
 */
public record KeptRosters(List<Frame.Roster> all, KnownChanges known) {
  /** None, of a device that has never heard of any. */
  public static final KeptRosters NONE = new KeptRosters(List.of(), KnownChanges.NONE);

  /** Copies the list. */
  public KeptRosters {
    all = List.copyOf(all);
  }
}

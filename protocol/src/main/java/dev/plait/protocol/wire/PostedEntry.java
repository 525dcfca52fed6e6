package dev.plait.protocol.wire;

import java.util.List;

/**
 * An entry on its way to the server, with everyone it is for.
 *
 * @param entry the entry
 * @param to its targets, 1 to {@link Limits#TARGETS}, no device twice
 */
public record PostedEntry(Entry entry, List<Address> to) {
  /** Copies the list. */
  public PostedEntry {
    to = List.copyOf(to);
  }
}

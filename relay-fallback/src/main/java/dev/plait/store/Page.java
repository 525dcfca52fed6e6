package dev.plait.store;

import java.util.List;

/**
 * A part of a device's backlog.
 *
 * @param entries in ascending position
 * @param more whether there were further entries behind the last one
 */
public record Page(List<QueuedEntry> entries, boolean more) {
  /** Copies the list. */
  public Page {
    entries = List.copyOf(entries);
  }
}

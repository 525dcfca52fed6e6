package dev.plait.protocol.transcript;

import java.util.List;

/**
 * How a message reads now.
 *
 * @param text as last changed; empty when it is deleted, so that nobody shows it by mistake
 * @param edited whether it was changed
 * @param deleted whether it was taken back
 * @param reactions in the order of their first; none when it is deleted
 */
public record Reading(String text, boolean edited, boolean deleted, List<Reaction> reactions) {
  /** Copies the list. */
  public Reading {
    reactions = List.copyOf(reactions);
  }
}

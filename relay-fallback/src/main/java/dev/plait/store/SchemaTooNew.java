package dev.plait.store;

/**
 * The tables were changed by a newer program, and this one cannot know what they mean now. They are
 * left as they are; an operator runs the newer program, or restores a backup from before.
 */
public final class SchemaTooNew extends RuntimeException {
  /** Tells which tables, and the version they have. */
  public SchemaTooNew(String message) {
    super(message);
  }
}

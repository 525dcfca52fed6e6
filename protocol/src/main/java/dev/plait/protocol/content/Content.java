package dev.plait.protocol.content;

import dev.plait.protocol.wire.Bytes;
import java.util.UUID;

/**
 * What the body of an entry says (protocol.md, section "Content"). Only devices read it. Files,
 * calls and whatever else comes later arrive as {@link Unknown} and are kept. Immutable.
 */
public sealed interface Content {

  /** A message. */
  record Text(String text) implements Content {
    /** Leaves the text out. */
    @Override
    public String toString() {
      return "Text[" + text.length() + " chars]";
    }
  }

  /**
   * A message that answers another.
   *
   * @param message id of the message answered
   * @param text the answer
   */
  record Reply(UUID message, String text) implements Content {
    /** Leaves the text out. */
    @Override
    public String toString() {
      return "Reply[" + message + ", " + text.length() + " chars]";
    }
  }

  /**
   * Replaces the text of an own earlier message; from another account it has no effect.
   *
   * @param message id of the message edited
   * @param text the new text
   */
  record Edit(UUID message, String text) implements Content {
    /** Leaves the text out. */
    @Override
    public String toString() {
      return "Edit[" + message + ", " + text.length() + " chars]";
    }
  }

  /**
   * Takes back an own earlier message; from another account it has no effect.
   *
   * @param message id of the message taken back
   */
  record Delete(UUID message) implements Content {}

  /**
   * Adds or removes a reaction of the sender's account.
   *
   * @param message id of the message reacted to
   * @param emoji 1 to {@link #EMOJI_CHARS} characters
   * @param removed whether it is taken away again
   */
  record Reaction(UUID message, String emoji, boolean removed) implements Content {
    /** Longest emoji: the longest joined sequences have some 30 UTF-16 units. */
    public static final int EMOJI_CHARS = 64;
  }

  /**
   * The sender's account has read a stream of this conversation up to a point.
   *
   * @param device whose stream
   * @param epoch its epoch, unsigned
   * @param throughSeq last entry read
   */
  record Read(UUID device, long epoch, long throughSeq) implements Content {}

  /**
   * A kind that this version does not know, or a known one that is malformed.
   *
   * @param kind as it came; empty when there was none
   * @param raw the whole body, kept for a later version
   */
  record Unknown(String kind, Bytes raw) implements Content {}
}

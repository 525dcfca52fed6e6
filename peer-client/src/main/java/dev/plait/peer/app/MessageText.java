package dev.plait.peer.app;

import dev.plait.protocol.wire.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** Finds out what {@code send} is to say. Stateless. */
final class MessageText {
  /** The whole of the standard input. */
  private static final String INPUT = "-";

  /** What anybody takes for an option: a text that begins with a dash has a blank or a digit. */
  private static final Pattern LIKE_AN_OPTION = Pattern.compile("--?\\p{L}[\\p{L}\\p{N}-]*(=.*)?");

  private MessageText() {}

  /**
   * The text.
   *
   * @param words the arguments that are no options
   * @param literal how many of them come after {@code --}, and are taken as they are
   * @param input the standard input
   * @throws WrongUse when there is not one text, or it is empty
   * @throws Unreadable when the standard input is no message
   */
  static String of(List<String> words, int literal, InputStream input) throws WrongUse, Unreadable {
    int options = words.size() - literal;
    for (String word : words.subList(0, Math.max(0, options))) {
      if (LIKE_AN_OPTION.matcher(word).matches()) {
        throw new WrongUse(
            "there is no option " + word + "; a text that looks like one goes after --");
      }
    }
    if (words.size() != 1) {
      throw new WrongUse(
          "there must be one text, in quotes when it has blanks; here are " + words.size());
    }
    String text = words.getFirst();
    if (literal == 0 && text.equals(INPUT)) {
      text = read(input);
    }
    if (text.isBlank()) {
      throw new WrongUse("the text is empty, so there is nothing to send");
    }
    return text;
  }

  /** All of it, without the end of its last line, as a shell gives what a command prints. */
  private static String read(InputStream input) throws Unreadable {
    try {
      byte[] all = input.readNBytes(Limits.BODY_BYTES + 1);
      if (all.length > Limits.BODY_BYTES) {
        throw new Unreadable(
            "the standard input is longer than one message, of " + Limits.BODY_BYTES + " bytes");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(all)).toString();
      return text.replaceFirst("\\R\\z", "");
    } catch (CharacterCodingException e) {
      throw new Unreadable("the standard input is no text in UTF-8");
    } catch (IOException e) {
      throw new Unreadable("cannot read the standard input: " + e.getMessage());
    }
  }

  /** The command line is wrong; the message says how. */
  static final class WrongUse extends Exception {
    WrongUse(String message) {
      super(message);
    }
  }

  /** There is no text to be had; the message says why. */
  static final class Unreadable extends Exception {
    Unreadable(String message) {
      super(message);
    }
  }
}

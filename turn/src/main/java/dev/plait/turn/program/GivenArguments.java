package dev.plait.turn.program;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The arguments of this program as UTF-8, whatever the locale says. Java reads them by the locale,
 * and what it cannot read is gone; cron, services and containers often have a locale without UTF-8.
 * Linux knows the bytes.
 */
final class GivenArguments {
  private static final Path BYTES = Path.of("/proc/self/cmdline");

  /** What Java makes of bytes that it cannot read. */
  private static final char LOST = '\uFFFD';

  private GivenArguments() {}

  /**
   * The arguments.
   *
   * @param read what Java has read
   * @throws UsageException when they are not UTF-8, or cannot be known
   */
  static String[] of(String[] read) {
    return Arrays.stream(read).allMatch(GivenArguments::isSure) ? read : decode(read.length);
  }

  private static boolean isSure(String argument) {
    return argument.chars().allMatch(unit -> unit < 0x80)
        || (SystemLocale.isUtf8() && argument.indexOf(LOST) < 0);
  }

  private static String[] decode(int count) {
    byte[] all;
    try {
      all = Files.readAllBytes(BYTES);
    } catch (IOException e) {
      throw new UsageException("an argument cannot be read. " + SystemLocale.REMEDY, e);
    }
    List<String> words = decode(all);
    if (words.size() < count) {
      throw new UsageException("an argument cannot be read. " + SystemLocale.REMEDY);
    }
    return words.subList(words.size() - count, words.size()).toArray(String[]::new);
  }

  /** Words that end with a zero each. */
  private static List<String> decode(byte[] all) {
    List<String> words = new ArrayList<>();
    int from = 0;
    for (int at = 0; at < all.length; at++) {
      if (all[at] == 0) {
        words.add(word(ByteBuffer.wrap(all, from, at - from)));
        from = at + 1;
      }
    }
    return words;
  }

  private static String word(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
    } catch (CharacterCodingException e) {
      throw new UsageException(
          "an argument is no text in UTF-8: " + StandardCharsets.UTF_8.decode(bytes), e);
    }
  }
}

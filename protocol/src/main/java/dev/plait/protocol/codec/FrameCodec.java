package dev.plait.protocol.codec;

import dev.plait.protocol.wire.BadFieldException;
import dev.plait.protocol.wire.CloseCode;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Limits;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Frames as JSON text and back (protocol.md, section "Frames"). Every limit of {@link Limits} is
 * checked before a received frame exists. Stateless; any thread.
 */
public final class FrameCodec {
  private FrameCodec() {}

  /**
   * Reads one received frame. Never throws, whatever the text.
   *
   * @param text one whole message
   * @param direction who sent it
   */
  public static Decoded decode(String text, Direction direction) {
    int limit = direction == Direction.FROM_PEER ? Limits.CHANNEL_FRAME_BYTES : Limits.FRAME_BYTES;
    if (isLonger(text, limit)) {
      return new Decoded.Bad(CloseCode.TOO_LARGE, "frame: more than " + limit + " bytes");
    }
    UUID about = null;
    try {
      Map<String, Object> object = JsonTree.read(text);
      about = direction == Direction.FROM_SERVER ? conversation(object) : null;
      if (!(object.get("type") instanceof String type)) {
        return new Decoded.Bad(CloseCode.BAD_FRAME, "type: is missing or not a string", about);
      }
      FrameReaders.Reader reader = FrameReaders.find(type, direction);
      if (reader == null) {
        String rule = "type: unknown, or not from this side";
        return new Decoded.Bad(CloseCode.BAD_FRAME, rule, about);
      }
      return new Decoded.Ok(reader.read(new Fields(type, object)));
    } catch (BadJsonException e) {
      return new Decoded.Bad(e.code(), e.rule(), about);
    } catch (BadFieldException e) {
      return new Decoded.Bad(e.code(), e.rule(), about);
    }
  }

  /**
   * Reads one received frame. Never throws, whatever the bytes.
   *
   * @param utf8 one whole message; only read
   * @param direction who sent it
   */
  public static Decoded decode(byte[] utf8, Direction direction) {
    if (utf8.length > Limits.FRAME_BYTES) {
      return new Decoded.Bad(
          CloseCode.TOO_LARGE, "frame: more than " + Limits.FRAME_BYTES + " bytes");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      return decode(text, direction);
    } catch (CharacterCodingException _) {
      return new Decoded.Bad(CloseCode.BAD_FRAME, "frame: not UTF-8");
    }
  }

  /**
   * Writes one frame; {@code type} comes first.
   *
   * @throws BadFieldException when it is longer than any receiver takes
   */
  public static String encode(Frame frame) {
    String text = JsonTree.write(out -> FrameWriters.write(frame, out));
    if (isLonger(text, Limits.FRAME_BYTES)) {
      throw BadFieldException.tooLarge("frame", "more than " + Limits.FRAME_BYTES + " bytes");
    }
    return text;
  }

  /** Writes one frame as UTF-8. */
  public static byte[] encodeUtf8(Frame frame) {
    return encode(frame).getBytes(StandardCharsets.UTF_8);
  }

  /** What any frame calls its one conversation. */
  private static @Nullable UUID conversation(Map<String, Object> object) {
    return object.get("conv") instanceof String text ? Scalars.uuid(text) : null;
  }

  /** Whether {@code text} has more than {@code limit} bytes in UTF-8. */
  private static boolean isLonger(String text, int limit) {
    int chars = text.length();
    if (chars > limit) {
      return true;
    }
    // A UTF-16 unit makes at most three bytes.
    return chars * 3L > limit && text.getBytes(StandardCharsets.UTF_8).length > limit;
  }
}

package dev.plait.protocol.codec;

import dev.plait.protocol.content.Content;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Limits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Content as JSON in UTF-8 and back (protocol.md, section "Content"). Stateless; any thread. */
public final class ContentCodec {
  private ContentCodec() {}

  /**
   * Reads a body. Never throws: what is not understood is {@link Content.Unknown}, with the bytes.
   */
  public static Content decode(Bytes body) {
    String kind = "";
    byte[] utf8 = body.toArray();
    if (!beginsAnObject(utf8)) {
      return new Content.Unknown(kind, body);
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      Map<String, Object> object = JsonTree.read(text);
      Fields in = new Fields("content", object);
      kind = in.string("kind", Limits.TEXT_CHARS);
      return read(kind, in, body);
    } catch (BadJsonException | CharacterCodingException _) {
      return new Content.Unknown(kind, body);
    }
  }

  /**
   * Writes a body. The caller checks its size against {@link Limits#BODY_BYTES}; {@link
   * Content.Unknown} is written as it came.
   *
   * @throws IllegalArgumentException when a text in it holds half a character (a lone surrogate)
   */
  public static Bytes encode(Content content) {
    if (content instanceof Content.Unknown unknown) {
      return unknown.raw();
    }
    return Bytes.utf8(JsonTree.write(json -> write(content, new Out(json))));
  }

  /** What begins otherwise is no content; that is seen without trying to read it as JSON. */
  private static boolean beginsAnObject(byte[] utf8) {
    for (byte one : utf8) {
      if (one != ' ' && one != '\t' && one != '\r' && one != '\n') {
        return one == '{';
      }
    }
    return false;
  }

  private static Content read(String kind, Fields in, Bytes body) throws BadJsonException {
    return switch (kind) {
      case "text" -> new Content.Text(text(in));
      case "reply" -> new Content.Reply(in.uuid("message"), text(in));
      case "edit" -> new Content.Edit(in.uuid("message"), text(in));
      case "delete" -> new Content.Delete(in.uuid("message"));
      case "reaction" ->
          new Content.Reaction(
              in.uuid("message"),
              in.string("emoji", Content.Reaction.EMOJI_CHARS),
              in.flag("removed"));
      case "read" -> new Content.Read(in.uuid("device"), in.unsigned("epoch"), in.seq("through"));
      default -> new Content.Unknown(kind, body);
    };
  }

  private static String text(Fields in) throws BadJsonException {
    if (!in.has("text")) {
      throw in.bad("text", "is missing");
    }
    return in.stringOrEmpty("text", Limits.BODY_BYTES);
  }

  private static void write(Content content, Out out) throws IOException {
    switch (content) {
      case Content.Text(var text) -> {
        out.string("kind", "text");
        out.string("text", text);
      }
      case Content.Reply(var message, var text) -> {
        out.string("kind", "reply");
        out.uuid("message", message);
        out.string("text", text);
      }
      case Content.Edit(var message, var text) -> {
        out.string("kind", "edit");
        out.uuid("message", message);
        out.string("text", text);
      }
      case Content.Delete(var message) -> {
        out.string("kind", "delete");
        out.uuid("message", message);
      }
      case Content.Reaction(var message, var emoji, var removed) -> {
        out.string("kind", "reaction");
        out.uuid("message", message);
        out.string("emoji", emoji);
        out.flag("removed", removed);
      }
      case Content.Read(var device, var epoch, var throughSeq) -> {
        out.string("kind", "read");
        out.uuid("device", device);
        out.unsigned("epoch", epoch);
        out.number("through", throughSeq);
      }
      case Content.Unknown _ -> throw new IllegalStateException("written as it came");
    }
  }
}

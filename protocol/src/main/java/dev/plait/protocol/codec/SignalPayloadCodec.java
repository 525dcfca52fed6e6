package dev.plait.protocol.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.plait.protocol.signaling.SignalPayload;
import dev.plait.protocol.wire.Limits;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Signal payloads as JSON: one object, {@code type} is {@code offer}, {@code answer}, {@code
 * candidate} or {@code bye}. Unknown fields are ignored. Stateless; any thread.
 */
public final class SignalPayloadCodec {
  private static final JsonFactory JSON = new JsonFactory();

  private SignalPayloadCodec() {}

  /** What came of reading a payload. */
  public sealed interface Decoded {
    /** It is well formed and within every limit. */
    record Ok(SignalPayload payload) implements Decoded {}

    /** It is not; {@code rule} says what was broken, without content. */
    record Bad(String rule) implements Decoded {}
  }

  /** Writes a payload. */
  public static String encode(SignalPayload payload) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      switch (payload) {
        case SignalPayload.Offer(long session, int round, String sdp) ->
            description(json, "offer", session, round, sdp);
        case SignalPayload.Answer(long session, int round, String sdp) ->
            description(json, "answer", session, round, sdp);
        case SignalPayload.Candidate(long session, String mid, int index, String candidate) -> {
          json.writeStringField("type", "candidate");
          json.writeNumberField("session", session);
          json.writeStringField("mid", mid);
          json.writeNumberField("index", index);
          json.writeStringField("candidate", candidate);
        }
        case SignalPayload.Bye(long session) -> {
          json.writeStringField("type", "bye");
          json.writeNumberField("session", session);
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to a string cannot fail", e);
    }
    return out.toString();
  }

  /** Reads a payload; never throws whatever the text. */
  public static Decoded decode(String text) {
    if (text.length() > Limits.SIGNAL_CHARS) {
      return new Decoded.Bad("too-large");
    }
    Map<String, Object> fields = new HashMap<>();
    try (JsonParser json = JSON.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return new Decoded.Bad("not-an-object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        Object read =
            switch (value) {
              case VALUE_STRING -> json.getText();
              case VALUE_NUMBER_INT -> json.getLongValue();
              case null, default -> null;
            };
        json.skipChildren();
        if (read != null && fields.put(name, read) != null) {
          return new Decoded.Bad("field-twice");
        }
      }
      if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
        return new Decoded.Bad("malformed");
      }
    } catch (IOException e) {
      return new Decoded.Bad("malformed");
    }
    return fromFields(fields);
  }

  private static Decoded fromFields(Map<String, Object> fields) {
    long session = number(fields, "session");
    if (session < 1 || session >= Limits.SEQ_END) {
      return new Decoded.Bad("bad-session");
    }
    if (!(fields.get("type") instanceof String type)) {
      return new Decoded.Bad("no-type");
    }
    return switch (type) {
      case "offer", "answer" -> readDescription(type, session, fields);
      case "candidate" -> readCandidate(session, fields);
      case "bye" -> new Decoded.Ok(new SignalPayload.Bye(session));
      default -> new Decoded.Bad("unknown-type");
    };
  }

  private static Decoded readDescription(String type, long session, Map<String, Object> fields) {
    String sdp = text(fields, "sdp", SignalPayload.SDP_CHARS);
    long round = number(fields, "round");
    if (sdp == null || sdp.isEmpty()) {
      return new Decoded.Bad("bad-sdp");
    }
    if (round < 1 || round > Integer.MAX_VALUE) {
      return new Decoded.Bad("bad-round");
    }
    return new Decoded.Ok(
        type.equals("offer")
            ? new SignalPayload.Offer(session, (int) round, sdp)
            : new SignalPayload.Answer(session, (int) round, sdp));
  }

  private static Decoded readCandidate(long session, Map<String, Object> fields) {
    String mid = text(fields, "mid", SignalPayload.MID_CHARS);
    long index = number(fields, "index");
    String candidate = text(fields, "candidate", SignalPayload.CANDIDATE_CHARS);
    if (mid == null || candidate == null || index < 0 || index > SignalPayload.INDEX_MAX) {
      return new Decoded.Bad("bad-candidate");
    }
    return new Decoded.Ok(new SignalPayload.Candidate(session, mid, (int) index, candidate));
  }

  private static void description(
      JsonGenerator json, String type, long session, int round, String sdp) throws IOException {
    json.writeStringField("type", type);
    json.writeNumberField("session", session);
    json.writeNumberField("round", round);
    json.writeStringField("sdp", sdp);
  }

  private static long number(Map<String, Object> fields, String name) {
    return fields.get(name) instanceof Long value ? value : -1;
  }

  private static @Nullable String text(Map<String, Object> fields, String name, int maxChars) {
    return fields.get(name) instanceof String value && value.length() <= maxChars ? value : null;
  }
}

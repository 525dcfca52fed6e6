package dev.plait.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plait.protocol.transcript.VisibleText;
import dev.plait.protocol.wire.Bytes;
import dev.plait.server.admission.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads fields of a JSON body one by one, each with its bounds; unknown fields are ignored. Used by
 * the one thread that serves the request. Every reader throws {@link BadInput}.
 */
final class JsonBody {
  /** Largest body: the largest one that means anything is a list of members. */
  static final int BYTES = 64 * 1024;

  private static final int DEPTH = 16;
  private static final int TEXT_CHARS = 8 * 1024;
  private static final int NAME_CHARS = 128;
  private static final int NUMBER_CHARS = 32;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              com.fasterxml.jackson.core.JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH)
                          .maxStringLength(TEXT_CHARS)
                          .maxNameLength(NAME_CHARS)
                          .maxNumberLength(NUMBER_CHARS)
                          .maxDocumentLength(BYTES)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final ObjectNode fields;

  private JsonBody(ObjectNode fields) {
    this.fields = fields;
  }

  static JsonBody parse(byte[] bytes) {
    JsonNode node;
    try {
      // Given bytes, the parser would guess at other encodings as well.
      node =
          MAPPER.readTree(
              StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw new BadInput(
          Refusal.MALFORMED_BODY,
          "Not JSON within the limits"
              + (at == null
                  ? "."
                  : " at line " + at.getLineNr() + ", column " + at.getColumnNr() + "."));
    } catch (IOException e) {
      throw new BadInput(Refusal.MALFORMED_BODY, "Not UTF-8.");
    }
    if (node instanceof ObjectNode object) {
      return new JsonBody(object);
    }
    throw new BadInput(Refusal.MALFORMED_BODY, "Not a JSON object.");
  }

  static byte[] write(Object tree) {
    try {
      // Rows of earlier versions may hold half a character, at which a writer of bytes would fail.
      return MAPPER.writeValueAsString(tree).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a reply that is no JSON", e);
    }
  }

  /** A text that must be there, of {@code min} to {@code max} UTF-16 units. */
  String text(String name, int min, int max) {
    String text = optionalText(name, min, max);
    if (text == null) {
      throw BadInput.field(name, "missing");
    }
    return text;
  }

  /** The same, or null when it is not there. */
  @Nullable String optionalText(String name, int min, int max) {
    JsonNode node = fields.get(name);
    if (node == null || node.isNull()) {
      return null;
    }
    if (!node.isTextual()) {
      throw BadInput.field(name, "must be a text");
    }
    String text = node.textValue();
    if (text.length() < min || text.length() > max) {
      throw BadInput.field(name, "must have " + min + " to " + max + " characters (UTF-16 units)");
    }
    if (!Bytes.hasUtf8(text)) {
      throw BadInput.field(name, "must not hold half a character (a lone surrogate)");
    }
    return text;
  }

  /**
   * A text for people: not blank unless {@code min} is 0, nothing that steers or turns what stands
   * around it, and not only what clients leave out (TRS-7).
   */
  @Nullable String optionalName(String name, int min, int max) {
    String text = optionalText(name, min, max);
    if (text == null) {
      return null;
    }
    if (text.codePoints().anyMatch(JsonBody::steers)) {
      throw BadInput.field(
          name, "must not hold control characters, ends of lines or changes of direction");
    }
    String stripped = text.strip();
    if (min > 0 && stripped.isEmpty()) {
      throw BadInput.field(name, "must not be blank");
    }
    if (!stripped.isEmpty() && VisibleText.of(stripped).isEmpty()) {
      throw BadInput.field(name, "must hold something that can be seen, and not only @ or #");
    }
    return stripped;
  }

  /** Controls, ends of lines, embeddings, overrides and isolates. */
  private static boolean steers(int point) {
    return Character.isISOControl(point)
        || point == 0x2028
        || point == 0x2029
        || (point >= 0x202A && point <= 0x202E)
        || (point >= 0x2066 && point <= 0x2069);
  }

  String name(String name, int min, int max) {
    String text = optionalName(name, min, max);
    if (text == null) {
      throw BadInput.field(name, "missing");
    }
    return text;
  }

  UUID uuid(String name) {
    UUID uuid = optionalUuid(name);
    if (uuid == null) {
      throw BadInput.field(name, "missing");
    }
    return uuid;
  }

  @Nullable UUID optionalUuid(String name) {
    String text = optionalText(name, 36, 36);
    return text == null ? null : parseUuid(name, text);
  }

  List<UUID> uuids(String name, int max) {
    JsonNode node = fields.get(name);
    if (node == null || !node.isArray()) {
      throw BadInput.field(name, "must be a list of ids");
    }
    if (node.size() > max) {
      throw BadInput.field(name, "must have at most " + max + " elements");
    }
    List<UUID> uuids = new ArrayList<>();
    for (JsonNode element : node) {
      if (!element.isTextual()) {
        throw BadInput.field(name, "must be a list of ids");
      }
      uuids.add(parseUuid(name, element.textValue()));
    }
    return uuids;
  }

  private static UUID parseUuid(String name, String text) {
    UUID uuid = uuidOrNull(text);
    if (uuid == null) {
      throw BadInput.field(name, "must be a UUID");
    }
    return uuid;
  }

  /** Reads the one spelling that there is of a UUID, in either case. */
  static @Nullable UUID uuidOrNull(String text) {
    return text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
        ? UUID.fromString(text)
        : null;
  }
}

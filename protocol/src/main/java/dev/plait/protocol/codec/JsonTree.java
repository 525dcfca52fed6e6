package dev.plait.protocol.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.plait.protocol.wire.Limits;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one bounded JSON object into plain values: {@code Map}, {@code List}, {@code String},
 * {@code Long}, {@code Boolean}, and {@link Other} for whatever no field of ours uses. Stateless.
 */
final class JsonTree {
  /** Deep enough for every frame (5 levels) and for unknown fields within reason. */
  private static final int DEPTH = 16;

  /** Digits of the longest number read: 2^63 has 19. */
  private static final int NUMBER_DIGITS = 32;

  /** Longest field name; ours have at most 16 characters. */
  private static final int NAME_CHARS = 128;

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
          .configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, false)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH)
                  .maxNumberLength(NUMBER_DIGITS)
                  .maxNameLength(NAME_CHARS)
                  .maxStringLength(Limits.FRAME_BYTES)
                  .maxDocumentLength(Limits.FRAME_BYTES)
                  .build())
          .build();

  /** A value that no field of ours has: null, a fraction, a number beyond 64 bits. */
  enum Other {
    /** The only one. */
    VALUE
  }

  /** Writes into a generator that cannot fail. */
  interface Writing {
    void to(JsonGenerator out) throws IOException;
  }

  private JsonTree() {}

  static Map<String, Object> read(String text) throws BadJsonException {
    try (JsonParser in = FACTORY.createParser(text)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw BadJsonException.malformed("not a JSON object");
      }
      Map<String, Object> object = readObject(in);
      if (in.nextToken() != null) {
        throw BadJsonException.malformed("something follows the JSON object");
      }
      return object;
    } catch (BadJsonException e) {
      throw e;
    } catch (StreamConstraintsException e) {
      throw BadJsonException.tooLarge("JSON nested too deep, or a name or number too long");
    } catch (IOException e) {
      throw BadJsonException.malformed("not valid JSON");
    }
  }

  static String write(Writing writing) {
    StringWriter text = new StringWriter(256);
    try (JsonGenerator out = FACTORY.createGenerator(text)) {
      out.writeStartObject();
      writing.to(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string writer never fails", e);
    }
    return text.toString();
  }

  private static Map<String, Object> readObject(JsonParser in) throws IOException {
    Map<String, Object> object = new HashMap<>();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      if (object.put(name, readValue(in)) != null) {
        throw BadJsonException.malformed("a field stands twice in one object");
      }
    }
    return object;
  }

  private static List<Object> readArray(JsonParser in) throws IOException {
    List<Object> array = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      array.add(readValue(in));
    }
    return array;
  }

  private static Object readValue(JsonParser in) throws IOException {
    return switch (in.currentToken()) {
      case START_OBJECT -> readObject(in);
      case START_ARRAY -> readArray(in);
      case VALUE_STRING -> in.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> readInteger(in);
      case VALUE_NUMBER_FLOAT, VALUE_NULL -> Other.VALUE;
      case null, default -> throw BadJsonException.malformed("not valid JSON");
    };
  }

  private static Object readInteger(JsonParser in) throws IOException {
    return switch (in.getNumberType()) {
      case INT, LONG -> in.getLongValue();
      default -> Other.VALUE;
    };
  }
}

package dev.plait.protocol.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Range;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes fields, leaving out what the protocol leaves out. One frame long. */
final class Out {
  private final JsonGenerator json;

  Out(JsonGenerator json) {
    this.json = json;
  }

  /** Writes the fields of one element. */
  interface Element<T> {
    void write(T value) throws IOException;
  }

  void type(String type) throws IOException {
    json.writeStringField("type", type);
  }

  void number(String name, long value) throws IOException {
    json.writeNumberField(name, value);
  }

  void numberUnlessZero(String name, long value) throws IOException {
    if (value != 0) {
      number(name, value);
    }
  }

  void flag(String name, boolean value) throws IOException {
    if (value) {
      json.writeBooleanField(name, true);
    }
  }

  void string(String name, String value) throws IOException {
    json.writeStringField(name, value);
  }

  void stringUnlessEmpty(String name, String value) throws IOException {
    if (!value.isEmpty()) {
      string(name, value);
    }
  }

  void word(String name, Enum<?> value) throws IOException {
    string(name, Scalars.word(value));
  }

  void uuid(String name, @Nullable UUID value) throws IOException {
    if (value != null) {
      string(name, value.toString());
    }
  }

  void unsigned(String name, long value) throws IOException {
    string(name, Long.toUnsignedString(value));
  }

  void unsignedUnlessZero(String name, long value) throws IOException {
    if (value != 0) {
      unsigned(name, value);
    }
  }

  void bytes(String name, @Nullable Bytes value) throws IOException {
    if (value != null) {
      string(name, value.toBase64());
    }
  }

  void ranges(String name, List<Range> ranges) throws IOException {
    if (ranges.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart(name);
    for (Range range : ranges) {
      json.writeStartArray();
      json.writeNumber(range.fromSeq());
      json.writeNumber(range.throughSeq());
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  void uuids(String name, List<UUID> values) throws IOException {
    if (values.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart(name);
    for (UUID value : values) {
      json.writeString(value.toString());
    }
    json.writeEndArray();
  }

  void unsigneds(String name, List<Long> values) throws IOException {
    if (values.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart(name);
    for (long value : values) {
      json.writeString(Long.toUnsignedString(value));
    }
    json.writeEndArray();
  }

  <T> void list(String name, List<T> values, Element<T> element) throws IOException {
    if (values.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart(name);
    for (T value : values) {
      json.writeStartObject();
      element.write(value);
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}

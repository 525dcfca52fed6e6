package dev.plait.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.plait.protocol.clock.HybridClock;
import dev.plait.protocol.clock.TranscriptOrder;
import dev.plait.protocol.content.Content;
import dev.plait.protocol.wire.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs every case of the codec, clock and content vectors. */
class VectorsTest {
  private static final Path VECTORS = Path.of("vectors");

  @ParameterizedTest
  @ValueSource(
      strings = {"codec", "clock", "content", "via", "regions", "answers", "transcript", "frames"})
  void eachFileFitsItsSchema(String name) throws IOException {
    var schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(VECTORS.resolve("schema/" + name + ".schema.json")));
    String vectors = Files.readString(VECTORS.resolve(name + ".json"));
    assertThat(schema.validate(vectors, InputFormat.JSON)).isEmpty();
    assertThat(schema.validate("{\"vectors\":\"other\"}", InputFormat.JSON)).isNotEmpty();
  }

  @TestFactory
  Stream<DynamicTest> codec() throws IOException {
    return cases("codec", "cases").map(c -> DynamicTest.dynamicTest(id(c), () -> codecCase(c)));
  }

  @TestFactory
  Stream<DynamicTest> content() throws IOException {
    return cases("content", "cases").map(c -> DynamicTest.dynamicTest(id(c), () -> contentCase(c)));
  }

  @TestFactory
  Stream<DynamicTest> clock() throws IOException {
    return cases("clock", "cases").map(c -> DynamicTest.dynamicTest(id(c), () -> clockCase(c)));
  }

  @TestFactory
  Stream<DynamicTest> order() throws IOException {
    return cases("clock", "orders").map(c -> DynamicTest.dynamicTest(id(c), () -> orderCase(c)));
  }

  private static void codecCase(Map<?, ?> vector) {
    Direction direction =
        Direction.valueOf("FROM_" + text(vector, "from").toUpperCase(Locale.ROOT));
    String received = filled(vector, text(vector, "text"));
    Map<?, ?> expect = (Map<?, ?>) value(vector, "expect");
    switch (FrameCodec.decode(received, direction)) {
      case Decoded.Ok(var frame) -> {
        assertThat(expect.get("accepted")).isEqualTo(true);
        String canonical =
            expect.containsKey("canonical") ? text(expect, "canonical") : text(vector, "text");
        assertThat(FrameCodec.encode(frame)).isEqualTo(filled(vector, canonical));
      }
      case Decoded.Bad(var code, var message, var about) -> {
        assertThat(expect.get("accepted")).as(message).isEqualTo(false);
        assertThat((long) code.code()).as(message).isEqualTo(expect.get("code"));
        assertThat(about == null ? null : about.toString()).isEqualTo(expect.get("about"));
      }
    }
  }

  private static void contentCase(Map<?, ?> vector) {
    Content content = ContentCodec.decode(Bytes.utf8(text(vector, "body")));
    String kind = content.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    assertThat(kind).isEqualTo(text(vector, "kind"));
    String canonical =
        vector.containsKey("canonical") ? text(vector, "canonical") : text(vector, "body");
    assertThat(ContentCodec.encode(content).toUtf8()).isEqualTo(canonical);
  }

  private static void clockCase(Map<?, ?> vector) {
    HybridClock clock = new HybridClock(Long.parseUnsignedLong(text(vector, "lastHlc")));
    for (Object each : (List<?>) value(vector, "steps")) {
      Map<?, ?> step = (Map<?, ?>) each;
      long nowMs = (Long) value(step, "nowMs");
      switch (text(step, "do")) {
        case "tick" ->
            assertThat(Long.toUnsignedString(clock.tick(nowMs))).isEqualTo(text(step, "hlc"));
        case "observe" -> clock.observe(Long.parseUnsignedLong(text(step, "hlc")), nowMs);
        case "server-time" -> clock.handleServerTime((Long) value(step, "serverTimeMs"), nowMs);
        case "restart" -> {
          clock = new HybridClock(clock.lastHlc());
          clock.handleServerTime(nowMs + (Long) value(step, "serverAheadMs"), nowMs);
        }
        default -> throw new AssertionError(step);
      }
    }
  }

  private static void orderCase(Map<?, ?> vector) {
    List<TranscriptOrder> sorted = new ArrayList<>();
    for (Object each : (List<?>) value(vector, "sorted")) {
      List<?> at = (List<?>) each;
      sorted.add(
          new TranscriptOrder(
              Long.parseUnsignedLong((String) at.get(0)),
              UUID.fromString((String) at.get(1)),
              (Long) at.get(2)));
    }
    List<TranscriptOrder> shuffled = new ArrayList<>(sorted);
    Collections.shuffle(shuffled, new Random(1));
    assertThat(shuffled.stream().sorted().toList()).isEqualTo(sorted);
  }

  private static Stream<Map<?, ?>> cases(String file, String list) throws IOException {
    Map<String, Object> vectors = JsonTree.read(Files.readString(VECTORS.resolve(file + ".json")));
    return ((List<?>) value(vectors, list)).stream().map(each -> (Map<?, ?>) each);
  }

  private static String filled(Map<?, ?> vector, String text) {
    return vector.get("fill") instanceof Map<?, ?> fill
        ? text.replace(
            text(fill, "mark"),
            text(fill, "with").repeat(Math.toIntExact((Long) value(fill, "times"))))
        : text;
  }

  private static String id(Map<?, ?> vector) {
    return text(vector, "id");
  }

  private static String text(Map<?, ?> from, String name) {
    return (String) value(from, name);
  }

  private static Object value(Map<?, ?> from, String name) {
    Object value = from.get(name);
    if (value == null) {
      throw new AssertionError("no " + name + " in " + from);
    }
    return value;
  }
}

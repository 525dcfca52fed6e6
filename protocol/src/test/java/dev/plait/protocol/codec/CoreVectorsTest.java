package dev.plait.protocol.codec;

import static dev.plait.protocol.codec.Plain.VECTORS;
import static dev.plait.protocol.codec.Plain.cases;
import static dev.plait.protocol.codec.Plain.number;
import static dev.plait.protocol.codec.Plain.text;
import static dev.plait.protocol.codec.Plain.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the vectors of the cores: inputs with their times, expected effects, next deadline. */
class CoreVectorsTest {
  @ParameterizedTest
  @ValueSource(strings = {"signaling", "ice", "pings", "path", "delivery"})
  void eachFileFitsItsSchema(String name) throws IOException {
    var schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(VECTORS.resolve("schema/" + name + ".schema.json")));
    String vectors = Files.readString(VECTORS.resolve(name + ".json"));
    assertThat(schema.validate(vectors, InputFormat.JSON)).isEmpty();
    assertThat(schema.validate("{\"vectors\":\"other\"}", InputFormat.JSON)).isNotEmpty();
    assertThat(schema.validate(vectors.replace("\"do\"", "\"does\""), InputFormat.JSON))
        .isNotEmpty();
  }

  @TestFactory
  Stream<DynamicTest> signaling() throws IOException {
    return cases("signaling")
        .map(
            c -> DynamicTest.dynamicTest(text(c, "id"), () -> run(c, new NegotiationUnderTest(c))));
  }

  @TestFactory
  Stream<DynamicTest> ice() throws IOException {
    return cases("ice")
        .map(c -> DynamicTest.dynamicTest(text(c, "id"), () -> run(c, new IceRefreshUnderTest())));
  }

  @TestFactory
  Stream<DynamicTest> pings() throws IOException {
    return cases("pings")
        .map(
            c -> DynamicTest.dynamicTest(text(c, "id"), () -> run(c, new SessionPingsUnderTest())));
  }

  @TestFactory
  Stream<DynamicTest> path() throws IOException {
    return cases("path")
        .map(c -> DynamicTest.dynamicTest(text(c, "id"), () -> run(c, new SelectorUnderTest(c))));
  }

  @TestFactory
  Stream<DynamicTest> delivery() throws IOException {
    return cases("delivery")
        .map(c -> DynamicTest.dynamicTest(text(c, "id"), () -> run(c, delivering(c))));
  }

  /** Also DLV-14 to DLV-19, which bind the server: what they mean to a sender. */
  @Test
  void everyDeliveryRequirementHasACase() throws IOException {
    Set<String> required =
        Pattern.compile("\\*\\*(DLV-\\d+)\\*\\*")
            .matcher(Files.readString(Path.of("../docs/protocol.md")))
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toSet());
    Set<String> shown =
        cases("delivery").map(c -> text(c, "requirement")).collect(Collectors.toSet());
    assertThat(shown).containsAll(required);
  }

  private static CoreUnderTest delivering(Map<?, ?> vector) {
    return text(vector, "half").equals("sender")
        ? new SenderUnderTest(vector)
        : new ReceiverUnderTest(vector);
  }

  private static void run(Map<?, ?> vector, CoreUnderTest core) {
    int index = 0;
    for (Object each : (List<?>) value(vector, "steps")) {
      Map<?, ?> step = (Map<?, ?>) each;
      String where = text(vector, "id") + ", step " + index++ + ": " + step;
      core.take(text(step, "do"), step, number(step, "nowMs"));
      assertThat(core.effects()).as(where).isEqualTo(value(step, "effects"));
      if (step.containsKey("deadline")) {
        Map<String, Object> due = core.deadline();
        assertThat(due == null ? (Object) "none" : due).as(where).isEqualTo(step.get("deadline"));
      }
      if (step.get("rungs") instanceof Map<?, ?> rungs) {
        rungs.forEach(
            (rung, counts) -> assertThat(core.rungs().get(rung)).as(where).isEqualTo(counts));
      }
    }
  }
}

package dev.plait.protocol.codec;

import static dev.plait.protocol.codec.Plain.cases;
import static dev.plait.protocol.codec.Plain.number;
import static dev.plait.protocol.codec.Plain.text;
import static dev.plait.protocol.codec.Plain.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.delivery.Path;
import dev.plait.protocol.path.ChannelTries;
import dev.plait.protocol.path.PairEnd;
import dev.plait.protocol.path.PathWhy;
import dev.plait.protocol.path.Via;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs the vectors of PTH-6: which way entries take, and the sentence for a person. */
class ViaVectorsTest {
  @TestFactory
  Stream<DynamicTest> via() throws IOException {
    return cases("via").map(c -> DynamicTest.dynamicTest(text(c, "id"), () -> check(c)));
  }

  private static void check(Map<?, ?> vector) {
    Path path = Path.valueOf(text(vector, "path").toUpperCase(Locale.ROOT));
    Via via = Via.of(path, end(vector.get("local")), end(vector.get("remote")));

    assertThat(Plain.word(via)).isEqualTo(text(vector, "via"));
    assertThat(PathWhy.sentence(via, tries((Map<?, ?>) value(vector, "tries"))))
        .isEqualTo(text(vector, "why"));
  }

  private static @Nullable PairEnd end(@Nullable Object plain) {
    return plain instanceof Map<?, ?> end
        ? new PairEnd(text(end, "type"), text(end, "protocol"), text(end, "relayProtocol"))
        : null;
  }

  private static ChannelTries tries(Map<?, ?> plain) {
    List<?> gathered = (List<?>) value(plain, "gathered");
    return new ChannelTries(
        text(plain, "rung"),
        text(plain, "reason"),
        number(plain, "failures"),
        gathered.stream().map(String.class::cast).toList());
  }
}

package dev.plait.peer.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.json.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SafeTextTest {
  private static final String STEERS = "a\u001b[2J\u009b2J\u202Eb\u2028c\ud800d\u007f";

  @Test
  void whatSteersATerminalIsEscapedInJsonAndMeansTheSame() {
    String line = SafeText.escaped(Json.write(Map.of("text", STEERS + "Grüße 日本 👍\n\t")));

    assertThat(line).doesNotContainPattern("[\\p{Cc}\\p{Cs}\u202e\u2028]").contains("Grüße 日本 👍");
    assertThat(Json.text(Json.object(line), "text")).isEqualTo(STEERS + "Grüße 日本 👍\n\t");
  }

  @Test
  void whatSteersATerminalIsReplacedForPeople() {
    assertThat(SafeText.of(STEERS + "\n\t"))
        .isEqualTo("a\uFFFD[2J\uFFFD2J\uFFFDb\uFFFDc\uFFFDd\uFFFD\n       ");
  }

  @Test
  void aMessageIsNamedByHowItBegins() {
    assertThat(SafeText.quote("two\nlines\u202e")).isEqualTo("\"two lines\uFFFD\"");
    assertThat(SafeText.quote("👍".repeat(41))).isEqualTo('"' + "👍".repeat(40) + "…\"");
  }
}

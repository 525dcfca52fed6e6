package dev.plait.server.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the table of problems in docs/protocol.md to the refusals (SES-12). */
class RefusalTest {
  @ParameterizedTest
  @EnumSource
  void everyRefusalIsInTheRowOfItsStatusAlone(Refusal refusal) throws IOException {
    String code = '`' + refusal.code() + '`';
    Pattern row = Pattern.compile("^\\| (\\d{3}) \\| (.*) \\|$", Pattern.MULTILINE);
    try (Stream<MatchResult> rows =
        row.matcher(Files.readString(Path.of("../docs/protocol.md"))).results()) {
      List<Integer> statuses =
          rows.filter(found -> found.group(2).contains(code))
              .map(found -> Integer.valueOf(found.group(1)))
              .toList();

      assertThat(statuses).containsExactly(refusal.status());
    }
  }
}

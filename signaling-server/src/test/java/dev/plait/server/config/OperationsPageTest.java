package dev.plait.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.server.config.Settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The tables of settings in docs/operations.md, held against the settings that the node reads. */
class OperationsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "operations.md");

  /** Defaults that depend on the machine, as the page words them. */
  private static final Map<String, String> ON_THIS_MACHINE =
      Map.of(
          "half of the processors",
          Integer.toString(Math.max(1, Runtime.getRuntime().availableProcessors() / 2)));

  /**
   * How the page calls the name of a TURN server in a key, and the name that stands for it here.
   */
  private static final String ANY_NODE = "plait.turn.NODE.";

  private static final String THE_NODE = "plait.turn.node.";

  private record Row(String key, String environment, String fallback, String allowed) {}

  @Test
  void everySettingIsInTheTableWithItsDefaultAndWhatItMayBe() throws IOException {
    Settings settings =
        Settings.open(
            null,
            Map.of(),
            Map.of(
                "plait.turn.nodes",
                "node",
                THE_NODE + "host",
                "turn.example.org",
                "plait.turn.secret",
                "0123456789abcdef0123456789abcdef"));
    NodeConfig.read(settings);

    Map<String, Setting> documented = new TreeMap<>();
    for (Row row : rows()) {
      assertThat(documented.put(row.key(), new Setting(row.fallback(), row.allowed())))
          .as("another row for %s", row.key())
          .isNull();
    }
    assertThat(documented).containsExactlyEntriesOf(settings.known());
  }

  @Test
  void theEnvironmentVariableInTheTableSetsTheKeyBesideIt() throws IOException {
    for (Row row : rows()) {
      Settings settings = Settings.open(null, Map.of(row.environment(), "probe"), Map.of());
      assertThat(settings.text(row.key(), "not set")).as(row.environment()).isEqualTo("probe");
    }
  }

  private static List<Row> rows() throws IOException {
    List<Row> rows =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("| `plait."))
            .map(OperationsPageTest::row)
            .toList();
    assertThat(rows).isNotEmpty();
    return rows;
  }

  private static Row row(String line) {
    String[] cells = line.split("\\|", -1);
    assertThat(cells).as(line).hasSize(7);
    assertThat(cells[5]).as("what it does: %s", line).isNotBlank();
    String fallback = plain(cells[3]);
    return new Row(
        plain(cells[1]).replace(ANY_NODE, THE_NODE),
        plain(cells[2]),
        fallback.equals("none") ? "" : ON_THIS_MACHINE.getOrDefault(fallback, fallback),
        plain(cells[4]));
  }

  private static String plain(String cell) {
    return cell.strip().replace("`", "");
  }
}

package dev.plait.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.content.Content;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.CloseCode;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.RefusalCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/protocol.md to the code: examples, codes, limits, tests. */
class ProtocolPageTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("^```json (\\w+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  private static final Pattern ID = Pattern.compile("\\b[A-Z]{3}-\\d+\\b");
  private static final Pattern REQUIREMENT =
      Pattern.compile("^- \\*\\*([A-Z]{3}-\\d+)\\*\\*", Pattern.MULTILINE);

  /** Folders with the tests and the vectors of all parts. */
  private static final List<String> TESTS =
      List.of(
          "protocol/vectors",
          "protocol/src/test",
          "signaling-server/src/test",
          "relay-fallback/src/test",
          "turn/src/test",
          "peer-client/src/test",
          "tests/src/test",
          "web-demo/test");

  private final String page = Files.readString(Path.of("../docs/protocol.md"));

  ProtocolPageTest() throws IOException {}

  @Test
  void everyExampleIsUnderstood() {
    int examples = 0;
    Matcher example = EXAMPLE.matcher(page);
    while (example.find()) {
      String json = example.group(2);
      switch (example.group(1)) {
        case "client" -> understood(json, Direction.FROM_CLIENT);
        case "server" -> understood(json, Direction.FROM_SERVER);
        case "peer" -> understood(json, Direction.FROM_PEER);
        case "content" ->
            assertThat(ContentCodec.decode(Bytes.utf8(json)))
                .isNotInstanceOf(Content.Unknown.class);
        case "signal" ->
            assertThat(SignalPayloadCodec.decode(json))
                .isInstanceOf(SignalPayloadCodec.Decoded.Ok.class);
        default -> throw new AssertionError("unknown tag " + example.group(1));
      }
      examples++;
    }
    assertThat(page.split("```json", -1)).hasSize(examples + 1);
    assertThat(examples).isGreaterThan(15);
  }

  /** docs/protocol.md says that its ids are cited; so are those of docs/transcript.md. */
  @Test
  void everyRequirementIsCitedByATestOrAVector() throws IOException {
    Set<String> cited = new HashSet<>();
    for (String folder : TESTS) {
      try (Stream<Path> files = Files.walk(Path.of("..", folder))) {
        for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
          ID.matcher(Files.readString(file)).results().map(MatchResult::group).forEach(cited::add);
        }
      }
    }
    String pages = page + Files.readString(Path.of("../docs/transcript.md"));
    List<String> required =
        REQUIREMENT.matcher(pages).results().map(found -> found.group(1)).toList();

    assertThat(required).hasSizeGreaterThan(80).doesNotHaveDuplicates();
    assertThat(required).allSatisfy(id -> assertThat(cited).contains(id));
  }

  @Test
  void everyCodeIsInItsTable() {
    for (RefusalCode code : RefusalCode.values()) {
      String row = "| `" + Scalars.word(code) + "` | " + (code.retryable() ? "yes" : "no") + " |";
      assertThat(page).contains(row);
    }
    for (CloseCode code : CloseCode.values()) {
      assertThat(page).contains("| " + code.code() + " | " + Scalars.word(code).replace('-', ' '));
    }
  }

  @Test
  void everyLimitIsInItsTable() {
    int[] limits = {
      Limits.FRAME_BYTES,
      Limits.CHANNEL_FRAME_BYTES,
      Limits.CHANNEL_BATCH_BYTES,
      Limits.BODY_BYTES,
      Limits.PART_BYTES,
      Limits.PROOF_BYTES,
      Limits.FRAME_ENTRIES,
      Limits.TARGETS,
      Limits.RANGES,
      Limits.HAVE_STREAMS,
      Limits.INCARNATIONS,
      Limits.SIGNAL_CHARS,
      Limits.TOKEN_CHARS,
      Limits.TEXT_CHARS
    };
    String table = page.substring(page.indexOf("## 9. Limits"), page.indexOf("## 10."));
    for (int limit : limits) {
      assertThat(table).containsPattern("\\b" + limit + "\\b");
    }
    assertThat(table).contains(String.valueOf(Limits.SEQ_END));
  }

  private static void understood(String json, Direction direction) {
    assertThat(FrameCodec.decode(json, direction)).as(json).isInstanceOf(Decoded.Ok.class);
  }
}

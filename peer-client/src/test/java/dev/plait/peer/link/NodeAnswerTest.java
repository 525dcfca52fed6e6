package dev.plait.peer.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs the vectors of SES-12: what a client makes of an HTTP answer, the node's or not. */
final class NodeAnswerTest {
  private static final Path VECTORS = Path.of("../protocol/vectors/answers.json");
  private static final URI BASE = URI.create("https://chat.example.org");

  @TestFactory
  Stream<DynamicTest> answers() throws IOException {
    return Json.objects(Json.object(Files.readString(VECTORS)), "cases").stream()
        .map(c -> DynamicTest.dynamicTest(Json.text(c, "id"), () -> check(c)));
  }

  private static void check(Map<String, Object> vector) {
    String outcome = Json.text(vector, "outcome");
    int status = (int) Json.number(vector, "status", 0);
    try {
      NodeAnswer.read(BASE, status, Json.text(vector, "mediaType"), Json.text(vector, "body"));
      assertThat(outcome).isEqualTo("done");
    } catch (ApiException e) {
      boolean strange = outcome.equals("not-the-server");
      assertThat(e.code()).isEqualTo(outcome);
      assertThat(e.isSignedOut()).isEqualTo(Json.flag(vector, "signedOut"));
      assertThat(e.status()).isEqualTo(strange ? 0 : status);
      assertThat(e.getMessage())
          .contains(
              strange ? "the server at https://chat.example.org cannot be reached" : "What to do.");
    }
  }
}

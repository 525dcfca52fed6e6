package dev.plait.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of an account's conversations, however many they are. */
class ConversationPagesTest {
  /** A page shows about 1,000 members and devices, of which each has less than 250. */
  private static final int MOST_CHARACTERS = 256 * 1_024;

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path data;

  @Test
  void pagesAreSmallAndHaveEachConversationOnce() throws Exception {
    RunningClock clock = new RunningClock();
    try (TwoPeople people = TwoPeople.start(data, clock, Map.of())) {
      HttpUser eve = HttpUser.signUp(people.node().uri(), "eve");
      String url = "jdbc:h2:file:" + data.resolve("plait").toAbsolutePath() + ";IFEXISTS=TRUE";
      try (Connection database = DriverManager.getConnection(url, "plait", "")) {
        ManyGroups.fill(database, eve.account(), clock.millis());
      }
      List<String> told = new ArrayList<>();
      String query = "";
      int pages = 0;
      do {
        HttpResponse<String> answer = get(eve, query, "");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().length()).isLessThan(MOST_CHARACTERS);
        JsonNode page = JSON.readTree(answer.body());
        page.get("conversations").forEach(one -> told.add(one.get("conversation").asText()));
        query = page.has("next") ? "?after=" + page.get("next").asText() : "";
        pages++;
      } while (!query.isEmpty());

      assertThat(told).hasSize(ManyGroups.GROUPS).doesNotHaveDuplicates().isSorted();
      assertThat(pages).isGreaterThan(1);
    }
  }

  @Test
  void aPageThatHasNotChangedIsNotSentAgain() throws Exception {
    try (TwoPeople people = TwoPeople.start(data, new RunningClock(), Map.of())) {
      HttpUser ada = people.ada();
      String tag = get(ada, "", "").headers().firstValue("ETag").orElseThrow();

      HttpResponse<String> same = get(ada, "", "\"other\", W/" + tag);
      assertThat(same.statusCode()).isEqualTo(304);
      assertThat(same.body()).isEmpty();
      ada.patch("/v1/profile", Map.of("displayName", "Ada L."));

      HttpResponse<String> changed = get(ada, "", tag);
      assertThat(changed.statusCode()).isEqualTo(200);
      assertThat(changed.headers().firstValue("ETag")).isPresent().get().isNotEqualTo(tag);
      assertThat(changed.body()).contains("Ada L.");
    }
  }

  @Test
  void whatIsNoCursorIsRefusedInWords() throws Exception {
    try (TwoPeople people = TwoPeople.start(data, new RunningClock(), Map.of())) {
      Map<String, String> wrong =
          Map.of(
              "?after=", "must be an id",
              "?after=1-2", "must be an id",
              "?after=x&after=y", "must be given once");
      for (var one : wrong.entrySet()) {
        HttpResponse<String> answer = get(people.ada(), one.getKey(), "");
        assertThat(answer.statusCode()).as(one.getKey()).isEqualTo(422);
        assertThat(answer.body()).contains("after: " + one.getValue());
      }
    }
  }

  private static HttpResponse<String> get(HttpUser user, String query, String known)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(user.server().resolve("/v1/conversations" + query))
            .header("Authorization", "Bearer " + user.token());
    if (!known.isEmpty()) {
      request.header("If-None-Match", known);
    }
    return HttpUser.HTTP.send(request.build(), BodyHandlers.ofString());
  }
}

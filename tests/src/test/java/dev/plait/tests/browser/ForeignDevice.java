package dev.plait.tests.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;

/**
 * A device of another program, on another WebRTC stack ({@code tests/foreign}), in a process of its
 * own: commands in, events out. Safe from any thread.
 */
final class ForeignDevice implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** It announces what an implementation may at least be expected to take. */
  private static final int MAX_MESSAGE_BYTES = 16_384;

  private static final long END_S = 15;

  private final Process process;
  private final Writer in;
  private final Thread reader;
  private final List<JsonNode> events = new ArrayList<>();
  private final Queue<CompletableFuture<JsonNode>> asked = new ArrayDeque<>();

  /** Signs up at that node as a device whose id is above or below another one. */
  ForeignDevice(URI server, String than, boolean above, Path log) throws IOException {
    process =
        new ProcessBuilder("node", ForeignProgram.FOLDER.resolve("main.js").toString())
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    in = process.outputWriter(StandardCharsets.UTF_8);
    reader = Thread.ofVirtual().name("foreign").start(this::read);
    ask(
        "start",
        Map.of(
            "server",
            server.toString(),
            "handle",
            BrowserWorld.freshName("foreign"),
            "password",
            WebPeer.PASSWORD,
            "than",
            than,
            "above",
            above,
            "maxMessageSize",
            MAX_MESSAGE_BYTES));
  }

  String handle() {
    return all("signed-up").getFirst().get("handle").asText();
  }

  String device() {
    return all("signed-up").getFirst().get("device").asText();
  }

  /** Begins a direct conversation. */
  String openDirect(String other) {
    ask("openDirect", Map.of("handle", other));
    return all("opened").getLast().get("conv").asText();
  }

  /** Says so many numbered messages, each that much longer than its number. */
  void say(String prefix, int from, int count, int padding) {
    ask("say", Map.of("prefix", prefix, "from", from, "count", count, "padding", padding));
  }

  /** Has it do something, and waits until it has. */
  void ask(String command, Map<String, ?> arguments) {
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    try {
      Map<String, Object> line = new HashMap<>(arguments);
      line.put("do", command);
      synchronized (events) {
        asked.add(answer);
        in.write(JSON.writeValueAsString(line) + "\n");
        in.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    JsonNode done = answer.orTimeout(BrowserWorld.A_WHILE.toSeconds(), TimeUnit.SECONDS).join();
    Assertions.assertThat(done.get("event").asText()).as("%s", done).isEqualTo("done");
  }

  /** How much has happened so far. */
  int past() {
    synchronized (events) {
      return events.size();
    }
  }

  /** The events of that name. */
  List<JsonNode> all(String name) {
    return all(name, 0);
  }

  /** Those that came after the first {@code past} events of any name. */
  List<JsonNode> all(String name, int past) {
    synchronized (events) {
      return events.stream()
          .skip(past)
          .filter(event -> event.get("event").asText().equals(name))
          .toList();
    }
  }

  /** The texts that it was handed over and that begin so, in order. */
  List<String> heard(String prefix) {
    return all("heard").stream()
        .map(event -> event.path("text").asText())
        .filter(text -> text.startsWith(prefix))
        .toList();
  }

  /** The seqs of what came over the channel, or from the server, each copy. */
  List<Integer> cameBy(String way, int past) {
    return all("entries", past).stream()
        .filter(event -> event.get("by").asText().equals(way))
        .flatMap(event -> ints(event.get("seqs")))
        .toList();
  }

  /** The signals of a type that the other side has sent. */
  List<JsonNode> signals(String type, int past) {
    return all("signal", past).stream()
        .filter(event -> event.get("type").asText().equals(type))
        .toList();
  }

  private static Stream<Integer> ints(JsonNode array) {
    return array.valueStream().map(JsonNode::asInt);
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line; (line = lines.readLine()) != null; ) {
        take(JSON.readTree(line));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("it says what is no JSON", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(JsonNode event) {
    String name = event.get("event").asText();
    synchronized (events) {
      events.add(event);
      if (name.equals("done") || name.equals("failed")) {
        asked.remove().complete(event);
      }
    }
  }

  @Override
  public void close() {
    try {
      in.close();
      if (!process.waitFor(END_S, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      reader.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

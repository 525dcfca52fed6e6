package dev.plait.tests.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plait.peer.app.Agent;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One person of a scenario: a peer in a process of its own that may be killed and come back on its
 * data, and everything it has told over all its lives. The process's line thread writes, the
 * scenario's thread reads; both hold this object's lock.
 */
public final class Side implements AutoCloseable {
  /** A message as it was handed over. */
  public record Arrival(String text, String by, long atMs) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final URI server;
  private final Path folder;
  private final Place place;
  private final List<String> options;
  private @Nullable ChildProcess process;
  private @Nullable JsonNode ready;
  private @Nullable String conversation;
  private final TreeMap<Long, String> accepted = new TreeMap<>();
  private final List<Arrival> arrivals = new ArrayList<>();
  private final List<JsonNode> rows = new ArrayList<>();
  private final TreeSet<Long> stored = new TreeSet<>();
  private long acceptedSeq;
  private long deliveredSeq;
  private String path = "none";
  private @Nullable JsonNode paths;
  private boolean sending;
  private boolean online;
  private boolean transcriptEnded;
  private @Nullable String error;

  /** The option of one who accepts every conversation at once. */
  public static final String ACCEPT = "--accept";

  /** Somebody beside this process who accepts every conversation. */
  public Side(String name, URI server, Path folder) {
    this(name, server, folder, Place.HERE, List.of(ACCEPT));
  }

  /**
   * Somebody who is not there yet.
   *
   * @param name the account's handle
   * @param folder where the data and the log go
   * @param place where the process runs
   * @param options further options of the peer
   */
  public Side(String name, URI server, Path folder, Place place, List<String> options) {
    this.name = name;
    this.server = server;
    this.folder = folder;
    this.place = place;
    this.options = List.copyOf(options);
  }

  /** Starts the peer, for the first time or on its old data, and waits until it is ready. */
  public void start() throws IOException, InterruptedException, TimeoutException {
    synchronized (this) {
      ready = null;
      online = false;
      sending = false;
      path = "none";
    }
    process =
        ChildProcess.start(
            place,
            Agent.class,
            arguments(),
            Map.of("PLAIT_PASSWORD", "a demo of " + name),
            folder.resolve(name + ".log"),
            this::line);
    await("ready", () -> ready != null);
  }

  private List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of("--sign-up"));
    arguments.addAll(List.of("--server", server.toString()));
    arguments.addAll(List.of("--user", name));
    arguments.addAll(List.of("--data", data().toString()));
    arguments.addAll(options);
    return arguments;
  }

  /** The device's folder. */
  public Path data() {
    return folder.resolve(name);
  }

  private synchronized void line(String line) {
    JsonNode event;
    try {
      event = JSON.readTree(line);
    } catch (JsonProcessingException partial) {
      return; // The last line of a killed process may be cut.
    }
    handle(event);
    notifyAll();
  }

  private void handle(JsonNode event) {
    switch (event.path("event").asText()) {
      case "ready" -> ready = event;
      case "connection" -> online = event.path("state").asText().equals("online");
      case "opened" -> conversation = event.path("conversation").asText();
      case "accepted" -> {
        accepted.put(event.path("seq").asLong(), event.path("text").asText());
        acceptedSeq = accepted.lastKey();
      }
      case "message" ->
          arrivals.add(
              new Arrival(
                  event.path("text").asText(),
                  event.path("by").asText(),
                  event.path("atMs").asLong()));
      case "status" -> status(event);
      case "path" -> path = event.path("path").asText();
      case "paths" -> paths = event.path("list");
      case "row" -> rows.add(event);
      case "transcriptEnd" -> transcriptEnded = true;
      case "sendDone" -> sending = false;
      case "error" -> error = event.path("message").asText();
      default -> {
        // Nothing that a scenario looks at.
      }
    }
  }

  private void status(JsonNode event) {
    long through = event.path("through").asLong();
    switch (event.path("status").asText()) {
      case "delivered", "read" -> deliveredSeq = Math.max(deliveredSeq, through);
      case "stored" -> {
        for (long seq = event.path("from").asLong(); seq <= through; seq++) {
          stored.add(seq);
        }
      }
      default -> {
        // Queued and sent promise nothing.
      }
    }
  }

  /** Waits until something holds. */
  private synchronized void await(String what, BooleanSupplier holds)
      throws InterruptedException, TimeoutException {
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (!holds.getAsBoolean()) {
      long leftMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
      if (leftMs <= 0) {
        throw new TimeoutException(
            name + " is not " + what + " in 90 s" + (error == null ? "" : "; it said: " + error));
      }
      wait(leftMs);
    }
  }

  private void tell(Map<String, Object> command) throws IOException {
    if (process == null) {
      throw new IllegalStateException(name + " is not running");
    }
    process.tell(JSON.writeValueAsString(command));
  }

  /** Opens the conversation with somebody. */
  public String open(String handle) throws IOException, InterruptedException, TimeoutException {
    tell(Map.of("do", "open", "handle", handle));
    await("in a conversation", () -> conversation != null);
    return String.valueOf(conversation);
  }

  /** Accepts a conversation that the other side has opened, and takes part in it. */
  public void accept(String opened) throws IOException {
    join(opened);
    tell(Map.of("do", "accept", "conversation", opened));
  }

  /** Takes part in a conversation that the other side has opened and that is accepted. */
  public synchronized void join(String opened) {
    conversation = opened;
  }

  /** Begins to send. */
  public void send(String prefix, int count, int perSecond) throws IOException {
    synchronized (this) {
      sending = true;
    }
    tell(
        Map.of(
            "do",
            "send",
            "conversation",
            String.valueOf(conversation),
            "count",
            count,
            "perSecond",
            perSecond,
            "prefix",
            prefix));
  }

  /** Ends a running send early. */
  public void stopSending() throws IOException {
    tell(Map.of("do", "stop"));
  }

  void blackHole(boolean on) throws IOException {
    tell(Map.of("do", "blackHole", "on", on));
  }

  /** Waits until everything goes over a path. */
  public void awaitPath(String wanted) throws InterruptedException, TimeoutException {
    await("on the path " + wanted, () -> path.equals(wanted));
  }

  /** Waits until the link to the server is up. */
  public void awaitOnline() throws InterruptedException, TimeoutException {
    await("online", () -> online);
  }

  /** Waits until all it wants to send is in its outbox. */
  public void awaitSent() throws InterruptedException, TimeoutException {
    await("done sending", () -> !sending);
  }

  /** Waits until all it has said is delivered. */
  public void awaitDelivered() throws InterruptedException, TimeoutException {
    awaitSent();
    await("delivered", () -> deliveredSeq >= acceptedSeq);
  }

  /** Waits until the server has, or the other side, what it has said. */
  public void awaitCustody() throws InterruptedException, TimeoutException {
    awaitSent();
    await(
        "told stored",
        () ->
            deliveredSeq >= acceptedSeq
                || stored.subSet(deliveredSeq, false, acceptedSeq, true).size()
                    == acceptedSeq - deliveredSeq);
  }

  /** Waits until a number of messages have arrived in all. */
  public void awaitArrivals(int count) throws InterruptedException, TimeoutException {
    await("hearing", () -> arrivals.size() >= count);
  }

  /** Waits until the server has taken a number of entries into custody. */
  void awaitStored(int count) throws InterruptedException, TimeoutException {
    await("told stored", () -> stored.size() >= count);
  }

  /** The process, for who wants to stop it and let it go on. */
  public long pid() {
    if (process == null) {
      throw new IllegalStateException(name + " is not running");
    }
    return process.pid();
  }

  /** Kills the process with -9. */
  public void kill() throws InterruptedException {
    if (process != null) {
      process.kill();
    }
  }

  /** What was handed over, in that order. */
  public synchronized List<Arrival> arrivals() {
    return List.copyOf(arrivals);
  }

  /** What is durable in its outbox, in the order of its numbers; it is told in any order. */
  public synchronized List<String> accepted() {
    return List.copyOf(accepted.values());
  }

  /** Everything up to here was called delivered. */
  public synchronized long deliveredSeq() {
    return deliveredSeq;
  }

  /** What was called stored. */
  public synchronized List<Long> stored() {
    return List.copyOf(stored);
  }

  /** Its device, known from the first start on. */
  public String device() {
    return ready == null ? "" : ready.path("device").asText();
  }

  /** The conversation, once there is one. */
  public String conversation() {
    return String.valueOf(conversation);
  }

  /** The transcript as the peer's own database has it. */
  public List<JsonNode> transcript() throws IOException, InterruptedException, TimeoutException {
    synchronized (this) {
      rows.clear();
      transcriptEnded = false;
    }
    tell(Map.of("do", "transcript", "conversation", String.valueOf(conversation)));
    await("done telling its transcript", () -> transcriptEnded);
    synchronized (this) {
      return List.copyOf(rows);
    }
  }

  /** How the first other device of the conversation is reached now, as the agent tells. */
  public JsonNode pathInfo() throws IOException, InterruptedException, TimeoutException {
    synchronized (this) {
      paths = null;
    }
    tell(Map.of("do", "path", "conversation", String.valueOf(conversation)));
    await("done telling its paths", () -> paths != null);
    synchronized (this) {
      return paths == null ? JSON.missingNode() : paths.path(0);
    }
  }

  /** How many arrivals there are of which something holds. */
  synchronized long count(Predicate<Arrival> which) {
    return arrivals.stream().filter(which).count();
  }

  @Override
  public void close() throws InterruptedException {
    if (process != null) {
      process.close();
    }
  }
}

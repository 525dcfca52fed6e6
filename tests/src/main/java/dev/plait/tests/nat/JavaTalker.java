package dev.plait.tests.nat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plait.tests.scenario.Side;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** A Java peer in a process of its own. */
record JavaTalker(String handle, Side side) implements Talker {
  @Override
  public String software() {
    return "java";
  }

  @Override
  public void start() throws IOException, InterruptedException, TimeoutException {
    side.start();
    side.awaitOnline();
  }

  @Override
  public String open(String otherHandle)
      throws IOException, InterruptedException, TimeoutException {
    return side.open(otherHandle);
  }

  @Override
  public void join(String conversation) throws IOException {
    side.accept(conversation);
  }

  @Override
  public void say(String prefix, int count) throws IOException {
    side.send(prefix, count, 0);
  }

  @Override
  public void awaitDelivered() throws InterruptedException, TimeoutException {
    side.awaitDelivered();
  }

  @Override
  public void awaitHeard(int count) throws InterruptedException, TimeoutException {
    side.awaitArrivals(count);
  }

  @Override
  public Way way() throws IOException, InterruptedException, TimeoutException {
    JsonNode info = side.pathInfo();
    return new Way(
        info.path("via").asText("none"),
        info.path("rttMs").asDouble(-1),
        info.path("why").asText());
  }

  @Override
  public Rescue rescue() throws IOException, InterruptedException, TimeoutException {
    JsonNode info = side.pathInfo();
    JsonNode ladder = info.path("ladder");
    return new Rescue(
        info.path("hedges").asLong(),
        ladder.path("relay").path("requested").asLong(),
        ladder.path("iceRestart").path("requested").asLong(),
        ladder.path("rebuild").path("requested").asLong());
  }

  @Override
  public List<String> said() {
    return side.accepted();
  }

  @Override
  public List<Heard> heard() {
    return side.arrivals().stream()
        .map(one -> new Heard(one.text(), one.by(), one.atMs()))
        .toList();
  }

  @Override
  public List<String> transcript() throws IOException, InterruptedException, TimeoutException {
    return side.transcript().stream()
        .map(
            row ->
                String.join(
                    " ",
                    row.path("hlc").asText(),
                    row.path("device").asText(),
                    row.path("seq").asText(),
                    row.path("text").asText()))
        .toList();
  }

  @Override
  public void close() throws InterruptedException {
    side.close();
  }
}

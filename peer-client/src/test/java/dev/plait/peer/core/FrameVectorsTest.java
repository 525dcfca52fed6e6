package dev.plait.peer.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.json.Json;
import dev.plait.protocol.codec.Decoded;
import dev.plait.protocol.codec.Direction;
import dev.plait.protocol.codec.FrameCodec;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.ServerFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs the vectors of frames: what a client hears, what it is told to say, the frames it sends. */
class FrameVectorsTest {
  private static final Path VECTORS = Path.of("../protocol/vectors/frames.json");

  @TestFactory
  Stream<DynamicTest> frames() throws IOException {
    List<Map<String, Object>> cases = Json.objects(Json.object(Files.readString(VECTORS)), "cases");
    assertThat(cases).isNotEmpty();
    return cases.stream()
        .map(each -> DynamicTest.dynamicTest(Json.text(each, "id"), () -> new Client(each).run()));
  }

  /** A device whose disk is durable at once. */
  private static final class Client {
    private final List<Map<String, Object>> steps;
    private final DeviceCore core;
    private final List<Entry> said = new ArrayList<>();

    Client(Map<String, Object> vector) {
      steps = Json.objects(vector, "steps");
      DeviceState nothing =
          DeviceState.empty(
              uuid(vector, "account"),
              uuid(vector, "device"),
              Long.parseUnsignedLong(Json.text(vector, "epoch")));
      core = new DeviceCore(nothing, CoreSettings.of(8), atMs(steps.getFirst()));
    }

    void run() {
      for (Map<String, Object> step : steps) {
        take(step, atMs(step));
        assertThat(sent(atMs(step))).as("%s", step).isEqualTo(Json.objects(step, "send"));
      }
    }

    private void take(Map<String, Object> step, long atMs) {
      if (step.containsKey("receive")) {
        receive(object(step, "receive"), atMs);
      } else if (step.containsKey("say")) {
        say(object(step, "say"), atMs);
      } else if (Json.flag(step, "lost")) {
        core.handleLinkDown(atMs);
      } else if (core.deadlineMs() <= atMs) {
        core.handleTimeout(atMs);
      }
    }

    private void receive(Map<String, Object> frame, long atMs) {
      String text = Json.write(frame);
      switch (FrameCodec.decode(text, Direction.FROM_SERVER)) {
        case Decoded.Ok(Frame.Welcome welcome) -> core.handleLinkUp(welcome, atMs);
        case Decoded.Ok(var other) -> core.handleServerFrame((ServerFrame) other, atMs);
        case Decoded.Bad bad -> throw new AssertionError(bad + ": " + text);
      }
    }

    private void say(Map<String, Object> say, long atMs) {
      Bytes body = Bytes.fromBase64(Json.text(say, "body"));
      SendResult result = core.handleSend(uuid(say, "conv"), uuid(say, "id"), body, atMs);
      long hlc = Long.parseUnsignedLong(Json.text(say, "hlc"));
      said.add(new Entry(((SendResult.Taken) result).seq(), uuid(say, "id"), hlc, body));
    }

    private List<Map<String, Object>> sent(long atMs) {
      List<Map<String, Object>> sent = new ArrayList<>();
      for (CoreEffect effect; (effect = core.poll()) != null; ) {
        switch (effect) {
          case CoreEffect.ToServer(var frame) -> sent.add(Json.object(FrameCodec.encode(frame)));
          case CoreEffect.Persist(long ticket, var _) when ticket != 0 ->
              core.handleDurable(ticket, Map.of(), atMs);
          case CoreEffect.ReadOwn(var stream, var seqs) ->
              core.handleTranscript(stream, kept(seqs), atMs);
          default -> {}
        }
      }
      return sent;
    }

    private List<Entry> kept(List<Range> seqs) {
      return said.stream()
          .filter(
              entry ->
                  seqs.stream()
                      .anyMatch(
                          range ->
                              range.fromSeq() <= entry.seq() && entry.seq() <= range.throughSeq()))
          .toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Map<String, Object> from, String key) {
      return (Map<String, Object>) Objects.requireNonNull(from.get(key));
    }

    private static long atMs(Map<String, Object> step) {
      return Json.number(step, "atMs", -1);
    }

    private static UUID uuid(Map<String, Object> from, String key) {
      return UUID.fromString(Json.text(from, key));
    }
  }
}

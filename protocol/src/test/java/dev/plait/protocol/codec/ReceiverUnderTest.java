package dev.plait.protocol.codec;

import static dev.plait.protocol.codec.Plain.number;
import static dev.plait.protocol.codec.Plain.text;
import static dev.plait.protocol.codec.Plain.word;

import dev.plait.protocol.delivery.Path;
import dev.plait.protocol.delivery.ReceiveEffect;
import dev.plait.protocol.delivery.Receiver;
import dev.plait.protocol.delivery.ReceiverLimits;
import dev.plait.protocol.wire.StreamId;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@link Receiver} as its vectors drive it. */
final class ReceiverUnderTest implements CoreUnderTest {
  private static final StreamId STREAM = new StreamId(new UUID(0, 9), new UUID(0, 1), 42);

  private final Receiver core;

  ReceiverUnderTest(Map<?, ?> vector) {
    Map<?, ?> given = vector.get("limits") instanceof Map<?, ?> limits ? limits : Map.of();
    ReceiverLimits standard = ReceiverLimits.DEFAULT;
    core =
        new Receiver(
            STREAM,
            new ReceiverLimits(
                (int) orElse(given, "pendingEntries", standard.pendingEntries()),
                orElse(given, "pendingBytes", standard.pendingBytes())),
            orElse(vector, "cursor", 0),
            SenderUnderTest.mark(vector, "mark"));
  }

  @Override
  public void take(String input, Map<?, ?> step, long nowMs) {
    switch (input) {
      case "entries" ->
          core.handleEntries(
              PlainEntries.maps(step, "entries").stream().map(PlainEntries::addressed).toList(),
              path(step, "from"),
              number(step, "generation"));
      case "ack-wanted" -> core.handleAckWanted(path(step, "path"), number(step, "generation"));
      case "committed" ->
          core.handleCommitted(
              number(step, "through"),
              step.containsKey("proof") ? PlainEntries.bytes(step, "proof") : null);
      case "strays-committed" -> core.handleStraysCommitted(Math.toIntExact(number(step, "count")));
      case "hole-given-up" -> core.handleHoleGivenUp();
      case "verdict-refused" -> core.handleVerdictRefused(number(step, "seq"));
      case "commit-failed" -> core.handleCommitFailed();
      default -> throw new AssertionError(step);
    }
  }

  @Override
  public @Nullable Map<String, Object> poll() {
    var effect = core.poll();
    return effect == null ? null : json(effect);
  }

  private static Map<String, Object> json(ReceiveEffect effect) {
    return switch (effect) {
      case ReceiveEffect.HandOver(var entries, var from, long mark) ->
          Plain.effect(
              "hand-over",
              "from",
              word(from),
              "entries",
              PlainEntries.addressedJson(entries),
              "mark",
              Long.toUnsignedString(mark));
      case ReceiveEffect.HandOverStrays(var entries, var from) ->
          Plain.effect(
              "hand-over-strays",
              "from",
              word(from),
              "entries",
              PlainEntries.addressedJson(entries));
      case ReceiveEffect.SendAck(var path, long generation, var position, var proof) -> {
        var json = Plain.effect("ack", "path", word(path), "generation", generation);
        json.put("cursor", position.cursorSeq());
        if (position.cursorSeq() > 0) {
          json.put("mark", Long.toUnsignedString(position.mark()));
        }
        if (!position.held().isEmpty()) {
          json.put("held", PlainEntries.json(position.held()));
        }
        if (proof != null) {
          json.put("proof", proof.toBase64());
        }
        yield json;
      }
      case ReceiveEffect.PeerViolation(var rule) -> Plain.effect("violation", "rule", rule);
    };
  }

  private static Path path(Map<?, ?> step, String name) {
    return Path.valueOf(text(step, name).toUpperCase(Locale.ROOT));
  }

  private static long orElse(Map<?, ?> given, String name, long standard) {
    return given.containsKey(name) ? number(given, name) : standard;
  }
}

package dev.plait.protocol.codec;

import static dev.plait.protocol.codec.Plain.number;
import static dev.plait.protocol.codec.Plain.text;
import static dev.plait.protocol.codec.Plain.word;
import static dev.plait.protocol.codec.PlainEntries.maps;
import static dev.plait.protocol.codec.PlainEntries.ranges;
import static dev.plait.protocol.codec.PlainEntries.uuid;

import dev.plait.protocol.delivery.Beside;
import dev.plait.protocol.delivery.Path;
import dev.plait.protocol.delivery.Prepared;
import dev.plait.protocol.delivery.RelayWindow;
import dev.plait.protocol.delivery.SendEffect;
import dev.plait.protocol.delivery.Sender;
import dev.plait.protocol.delivery.SenderLimits;
import dev.plait.protocol.delivery.Status;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.protocol.wire.StreamId;
import dev.plait.protocol.wire.StreamPosition;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@link Sender} as its vectors drive it. */
final class SenderUnderTest implements CoreUnderTest {
  private static final StreamId STREAM = new StreamId(new UUID(0, 9), new UUID(0, 1), 42);

  private final RelayWindow window;
  private final Sender core;
  private final Queue<Map<String, Object>> answers = new ArrayDeque<>();

  SenderUnderTest(Map<?, ?> vector) {
    window = new RelayWindow(windowEntries(vector), windowBytes(vector));
    long nextSeq = vector.containsKey("nextSeq") ? number(vector, "nextSeq") : 1;
    core = new Sender(STREAM, limits(vector), nextSeq, window);
  }

  @Override
  public void take(String input, Map<?, ?> step, long nowMs) {
    switch (input) {
      case "prepare" -> prepare(step);
      case "committed" -> core.handleCommitted(number(step, "through"), nowMs);
      case "commit-failed" -> core.handleCommitFailed(number(step, "from"));
      case "restore-target" ->
          core.log()
              .restoreTarget(
                  target(step),
                  limit(step, "first", 1),
                  number(step, "last"),
                  number(step, "delivered"),
                  mark(step, "mark"),
                  limit(step, "read", 0),
                  ranges(step, "refused"));
      case "restore" -> core.log().restore(PlainEntries.posted(entry(step)), statuses(step));
      case "welcome" -> window.open(windowEntries(step), windowBytes(step));
      case "path" ->
          core.handlePath(
              target(step), constant(Path.class, step, "path"), number(step, "generation"), nowMs);
      case "beside" ->
          core.handleBeside(
              target(step),
              constant(Beside.class, step, "beside"),
              step.containsKey("channelBytes")
                  ? Math.toIntExact(number(step, "channelBytes"))
                  : Limits.CHANNEL_FRAME_BYTES,
              nowMs);
      case "writable" ->
          core.handleWritable(
              target(step),
              number(step, "generation"),
              Plain.value(step, "writable").equals(true),
              nowMs);
      case "timeout" -> core.handleTimeout(nowMs);
      default -> takeFact(input, step, nowMs);
    }
  }

  /** What targets, server or disk say. */
  private void takeFact(String input, Map<?, ?> step, long nowMs) {
    switch (input) {
      case "ack" -> {
        var position =
            new StreamPosition(
                STREAM, number(step, "cursor"), mark(step, "mark"), ranges(step, "held"));
        var _ = core.handleAck(target(step), position, nowMs);
      }
      case "stored" ->
          core.handleStored(target(step), ranges(step, "seqs"), mark(step, "mark"), nowMs);
      case "asked" -> core.handleAsked();
      case "told" -> core.handleTold(number(step, "ref"), nowMs);
      case "refused" -> refused(step, nowMs);
      case "read" -> core.handleRead(target(step), number(step, "through"));
      case "rebase" -> core.handleRebase(target(step), nowMs);
      case "taken-back" -> core.handleTakenBack(target(step), nowMs);
      case "target-gone" -> core.handleTargetGone(target(step), nowMs);
      case "replaced" ->
          core.handleReplaced(
              target(step),
              ((List<?>) Plain.value(step, "by"))
                  .stream().map(each -> UUID.fromString(each.toString())).toList(),
              nowMs);
      case "transcript" ->
          core.handleTranscript(
              maps(step, "entries").stream().map(PlainEntries::entry).toList(), nowMs);
      case "again" ->
          core.handleAgain(
              target(step),
              maps(step, "entries").stream().map(PlainEntries::entry).toList(),
              number(step, "through"),
              nowMs);
      default -> throw new AssertionError(step);
    }
  }

  @Override
  public @Nullable Map<String, Object> poll() {
    if (!answers.isEmpty()) {
      return answers.remove();
    }
    var effect = core.poll();
    return effect == null ? null : json(effect);
  }

  @Override
  public @Nullable Map<String, Object> deadline() {
    var due = core.deadline();
    return due == null ? null : Plain.due(due.atMs(), due.reason());
  }

  private void prepare(Map<?, ?> step) {
    Map<UUID, @Nullable Bytes> to = new LinkedHashMap<>();
    maps(step, "to").forEach(each -> to.put(target(each), PlainEntries.part(each)));
    Bytes body =
        step.containsKey("bodyBytes")
            ? Bytes.of(new byte[Math.toIntExact(number(step, "bodyBytes"))])
            : PlainEntries.bytes(step, "body");
    long hlc = Long.parseUnsignedLong(text(step, "hlc"));
    switch (core.prepare(uuid(step, "id"), hlc, body, to)) {
      case Prepared.Accepted(var posted) ->
          answers.add(
              Plain.effect("prepared", "entries", PlainEntries.postedJson(List.of(posted))));
      case Prepared.Refused(var code) -> answers.add(Plain.effect("not-taken", "code", word(code)));
    }
  }

  private void refused(Map<?, ?> step, long nowMs) {
    core.handleRefused(
        step.containsKey("target") ? target(step) : null,
        ranges(step, "seqs"),
        constant(RefusalCode.class, step, "code"),
        step.containsKey("retryAfterMs") ? number(step, "retryAfterMs") : 0,
        nowMs);
  }

  private static Map<String, Object> json(SendEffect effect) {
    return switch (effect) {
      case SendEffect.Post(var entries) ->
          Plain.effect("post", "entries", PlainEntries.postedJson(entries));
      case SendEffect.SendDirect(var target, long generation, var entries) ->
          Plain.effect(
              "send-direct",
              "target",
              target.toString(),
              "generation",
              generation,
              "entries",
              PlainEntries.addressedJson(entries));
      case SendEffect.StatusChanged(var target, var seqs, var status, var code) -> {
        var json = about(target, "status", seqs);
        json.put("status", word(status));
        if (code != null) {
          json.put("code", word(code));
        }
        yield json;
      }
      case SendEffect.Custody(var seqs) -> Plain.effect("custody", "seqs", PlainEntries.json(seqs));
      case SendEffect.CustodyTakenBack(var target, var seqs) ->
          about(target, "custody-taken-back", seqs);
      case SendEffect.Forget(var seqs) -> Plain.effect("forget", "seqs", PlainEntries.json(seqs));
      case SendEffect.Replaced(var target, var by, var seqs) -> {
        var json = about(target, "replaced", seqs);
        json.put("by", by.stream().map(UUID::toString).toList());
        yield json;
      }
      case SendEffect.CancelRows(var target, long through, long ref) ->
          Plain.effect("cancel", "target", target.toString(), "through", through, "ref", ref);
      case SendEffect.NeedFromTranscript(var seqs) ->
          Plain.effect("need-from-transcript", "seqs", PlainEntries.json(seqs));
      case SendEffect.NeedAgain(var target, long from, long through, int most) ->
          Plain.effect(
              "need-again",
              "target",
              target.toString(),
              "from",
              from,
              "through",
              through,
              "most",
              (long) most);
      case SendEffect.Forked(var target, var evidence) ->
          Plain.effect("forked", "target", target.toString(), "evidence", evidence);
    };
  }

  private static Map<String, Object> about(UUID target, String effect, List<Range> seqs) {
    return Plain.effect(effect, "target", target.toString(), "seqs", PlainEntries.json(seqs));
  }

  private static Map<UUID, Status> statuses(Map<?, ?> step) {
    Map<UUID, Status> statuses = new HashMap<>();
    maps(step, "statuses")
        .forEach(each -> statuses.put(target(each), constant(Status.class, each, "status")));
    return statuses;
  }

  private static SenderLimits limits(Map<?, ?> vector) {
    SenderLimits standard = SenderLimits.DEFAULT;
    Map<?, ?> given = vector.get("limits") instanceof Map<?, ?> limits ? limits : Map.of();
    return new SenderLimits(
        (int) limit(given, "outboxEntries", standard.outboxEntries()),
        limit(given, "outboxBytes", standard.outboxBytes()),
        (int) limit(given, "directEntries", standard.directEntries()),
        limit(given, "directBytes", standard.directBytes()),
        (int) limit(given, "transcriptEntries", standard.transcriptEntries()),
        standard.resendMinMs(),
        standard.resendMaxMs(),
        standard.retryMinMs(),
        standard.retryMaxMs());
  }

  private static int windowEntries(Map<?, ?> from) {
    return (int) limit(from, "windowEntries", 512);
  }

  private static long windowBytes(Map<?, ?> from) {
    return limit(from, "windowBytes", 1L << 20);
  }

  private static long limit(Map<?, ?> given, String name, long standard) {
    return given.containsKey(name) ? number(given, name) : standard;
  }

  /** A mark as in frames; 0 when left out. */
  static long mark(Map<?, ?> from, String name) {
    return from.containsKey(name) ? Long.parseUnsignedLong(text(from, name)) : 0;
  }

  private static Map<?, ?> entry(Map<?, ?> step) {
    return (Map<?, ?>) Plain.value(step, "entry");
  }

  private static UUID target(Map<?, ?> step) {
    return uuid(step, "target");
  }

  private static <E extends Enum<E>> E constant(Class<E> type, Map<?, ?> from, String name) {
    return Enum.valueOf(type, text(from, name).toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}

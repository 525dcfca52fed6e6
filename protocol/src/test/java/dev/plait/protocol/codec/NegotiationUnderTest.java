package dev.plait.protocol.codec;

import static dev.plait.protocol.codec.Plain.number;
import static dev.plait.protocol.codec.Plain.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.signaling.IceState;
import dev.plait.protocol.signaling.LadderCounters;
import dev.plait.protocol.signaling.Negotiation;
import dev.plait.protocol.signaling.NegotiationEffect;
import dev.plait.protocol.signaling.NegotiationLimits;
import dev.plait.protocol.signaling.RungCounters;
import dev.plait.protocol.signaling.SignalPayload;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@link Negotiation} as its vectors drive it. */
final class NegotiationUnderTest implements CoreUnderTest {
  private final Negotiation core;

  NegotiationUnderTest(Map<?, ?> vector) {
    core =
        new Negotiation(
            UUID.fromString(text(vector, "self")),
            UUID.fromString(text(vector, "remote")),
            NegotiationLimits.standard());
  }

  @Override
  public void take(String input, Map<?, ?> step, long nowMs) {
    switch (input) {
      case "start" -> core.handleStart(nowMs);
      case "stop" -> core.handleStop();
      case "signal" -> signal(step, nowMs);
      case "local-offer" -> core.handleLocalOffer(connection(step), text(step, "sdp"), nowMs);
      case "local-answer" -> core.handleLocalAnswer(connection(step), text(step, "sdp"), nowMs);
      case "answer-taken" -> core.handleAnswerTaken(connection(step), nowMs);
      case "local-candidate" ->
          core.handleLocalCandidate(
              connection(step),
              text(step, "mid"),
              (int) number(step, "index"),
              text(step, "candidate"));
      case "ice" ->
          core.handleIce(
              connection(step),
              IceState.valueOf(text(step, "state").toUpperCase(Locale.ROOT)),
              nowMs);
      case "channel-open" -> core.handleChannelOpen(connection(step), nowMs);
      case "channel-closed" -> core.handleChannelClosed(connection(step), "channel-closed", nowMs);
      case "failure" -> core.handleFailure(connection(step), text(step, "reason"), nowMs);
      case "ping-dead" -> core.handlePingDead(nowMs);
      case "alive" -> core.handleAlive(nowMs);
      case "pair" ->
          core.handlePair(
              connection(step), flag(step, "localRelayed"), flag(step, "remoteRelayed"), nowMs);
      case "servers-came" -> core.handleServersCame(nowMs);
      case "network-changed" -> core.handleNetworkChanged(nowMs);
      case "link-up" -> core.handleLinkUp(nowMs);
      case "unreachable" -> core.handleUnreachable(nowMs);
      case "timeout" -> core.handleTimeout(nowMs);
      default -> throw new AssertionError(step);
    }
  }

  private void signal(Map<?, ?> step, long nowMs) {
    switch (SignalPayloadCodec.decode(text(step, "payload"))) {
      case SignalPayloadCodec.Decoded.Ok(var payload) -> {
        assertThat(step.containsKey("malformed")).as(step.toString()).isFalse();
        core.handleSignal(payload, nowMs);
      }
      case SignalPayloadCodec.Decoded.Bad _ ->
          assertThat(step.get("malformed")).as(step.toString()).isEqualTo(true);
    }
  }

  @Override
  public @Nullable Map<String, Object> poll() {
    var effect = core.poll();
    return effect == null ? null : json(effect);
  }

  @Override
  public Map<String, List<Long>> rungs() {
    LadderCounters counters = core.counters();
    return Map.of(
        "iceRestart", counts(counters.iceRestart()),
        "rebuild", counts(counters.rebuild()),
        "refresh", counts(counters.refresh()),
        "upgrade", counts(counters.upgrade()));
  }

  private static List<Long> counts(RungCounters rung) {
    return List.of(rung.requested(), rung.notNeeded(), rung.succeeded(), rung.failed());
  }

  @Override
  public @Nullable Map<String, Object> deadline() {
    var due = core.deadline();
    return due == null ? null : Plain.due(due.atMs(), due.reason());
  }

  private static Map<String, Object> json(NegotiationEffect effect) {
    return switch (effect) {
      case NegotiationEffect.Open(long c) -> Plain.effect("open", "connection", c);
      case NegotiationEffect.MakeOffer(long c, boolean restart) ->
          Plain.effect("make-offer", "connection", c, "iceRestart", restart);
      case NegotiationEffect.Rollback(long c) -> Plain.effect("rollback", "connection", c);
      case NegotiationEffect.TakeOffer(long c, String sdp) ->
          Plain.effect("take-offer", "connection", c, "sdp", sdp);
      case NegotiationEffect.TakeAnswer(long c, String sdp) ->
          Plain.effect("take-answer", "connection", c, "sdp", sdp);
      case NegotiationEffect.AddCandidate(long c, SignalPayload.Candidate candidate) ->
          Plain.effect(
              "add-candidate",
              "connection",
              c,
              "mid",
              candidate.mid(),
              "index",
              (long) candidate.index(),
              "candidate",
              candidate.candidate());
      case NegotiationEffect.Close(long c, String reason) ->
          Plain.effect("close", "connection", c, "reason", reason);
      case NegotiationEffect.Send(var payload) ->
          Plain.effect("send", "payload", SignalPayloadCodec.encode(payload));
      case NegotiationEffect.WantServers() -> Plain.effect("want-servers");
      case NegotiationEffect.PeerViolation(String rule) -> Plain.effect("violation", "rule", rule);
    };
  }

  private static boolean flag(Map<?, ?> step, String name) {
    return (Boolean) Plain.value(step, name);
  }

  private static long connection(Map<?, ?> step) {
    return number(step, "connection");
  }
}

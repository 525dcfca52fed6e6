package dev.plait.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.codec.SignalPayloadCodec.Decoded;
import dev.plait.protocol.signaling.SignalPayload;
import dev.plait.protocol.wire.Limits;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The payloads of section 6 of the protocol page: what is written is read, and nothing else. */
class SignalPayloadCodecTest {
  @ParameterizedTest
  @MethodSource
  void whatIsWrittenIsReadAgain(SignalPayload payload) {
    assertThat(SignalPayloadCodec.decode(SignalPayloadCodec.encode(payload)))
        .isEqualTo(new Decoded.Ok(payload));
  }

  static Stream<SignalPayload> whatIsWrittenIsReadAgain() {
    return Stream.of(
        new SignalPayload.Offer(1, 1, "v=0\r\n"),
        new SignalPayload.Answer(Limits.SEQ_END - 1, Integer.MAX_VALUE, "\"\\\u0001é"),
        new SignalPayload.Candidate(7, "", 0, ""),
        new SignalPayload.Candidate(7, "0", 255, "candidate:1"),
        new SignalPayload.Bye(7));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"type\":\"bye\",\"session\":1",
        "{\"type\":\"bye\",\"session\":1}{}",
        "{\"type\":\"bye\",\"session\":1,\"session\":2}",
        "{\"type\":\"bye\"}",
        "{\"type\":\"bye\",\"session\":0}",
        "{\"type\":\"bye\",\"session\":9007199254740992}",
        "{\"type\":\"bye\",\"session\":\"1\"}",
        "{\"type\":\"bye\",\"session\":1.5}",
        "{\"session\":1}",
        "{\"type\":\"hang-up\",\"session\":1}",
        "{\"type\":\"offer\",\"session\":1,\"round\":1}",
        "{\"type\":\"offer\",\"session\":1,\"round\":1,\"sdp\":\"\"}",
        "{\"type\":\"offer\",\"session\":1,\"sdp\":\"v=0\"}",
        "{\"type\":\"answer\",\"session\":1,\"round\":0,\"sdp\":\"v=0\"}",
        "{\"type\":\"answer\",\"session\":1,\"round\":2147483648,\"sdp\":\"v=0\"}",
        "{\"type\":\"candidate\",\"session\":1,\"mid\":\"0\",\"index\":0}",
        "{\"type\":\"candidate\",\"session\":1,\"mid\":\"0\",\"index\":256,\"candidate\":\"\"}",
        "{\"type\":\"candidate\",\"session\":1,\"index\":0,\"candidate\":\"\"}",
      })
  void whatDoesNotFitIsRefused(String text) {
    assertThat(SignalPayloadCodec.decode(text)).isInstanceOf(Decoded.Bad.class);
  }

  @ParameterizedTest
  @MethodSource
  void whatIsTooLongIsRefused(String text) {
    assertThat(SignalPayloadCodec.decode(text)).isInstanceOf(Decoded.Bad.class);
  }

  static Stream<String> whatIsTooLongIsRefused() {
    return Stream.of(
        SignalPayloadCodec.encode(
            new SignalPayload.Offer(1, 1, "x".repeat(SignalPayload.SDP_CHARS + 1))),
        SignalPayloadCodec.encode(
            new SignalPayload.Candidate(1, "0", 0, "x".repeat(SignalPayload.CANDIDATE_CHARS + 1))),
        SignalPayloadCodec.encode(
            new SignalPayload.Candidate(1, "x".repeat(SignalPayload.MID_CHARS + 1), 0, "")),
        "{\"type\":\"bye\",\"session\":1,\"more\":\"" + "x".repeat(Limits.SIGNAL_CHARS) + "\"}",
        "{\"type\":\"bye\",\"session\":1,\"more\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}",
        "{\"type\":\"bye\",\"session\":99999999999999999999}");
  }
}

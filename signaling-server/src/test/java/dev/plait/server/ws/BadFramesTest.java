package dev.plait.server.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.plait.protocol.wire.CloseCode;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Limits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** FRM-9: whoever breaks a rule is told why and closed; everybody else goes on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadFramesTest {
  private static final String ID = "11111111-1111-4111-8111-111111111111";

  private TwoPeople people;

  @BeforeAll
  void start(@TempDir Path data) {
    people = TwoPeople.start(data);
  }

  @AfterAll
  void stop() {
    people.close();
  }

  static Stream<Arguments> badTexts() {
    return Stream.of(
        arguments("cut off", "{\"type\":\"ping\",", CloseCode.BAD_FRAME),
        arguments("an array", "[]", CloseCode.BAD_FRAME),
        arguments("no text", "", CloseCode.BAD_FRAME),
        arguments("no type", "{}", CloseCode.BAD_FRAME),
        arguments("unknown", "{\"type\":\"nonsense\"}", CloseCode.BAD_FRAME),
        arguments("the server's own", "{\"type\":\"live\"}", CloseCode.BAD_FRAME),
        arguments("a peer's", "{\"type\":\"fin\"}", CloseCode.BAD_FRAME),
        arguments("a field twice", "{\"type\":\"ping\",\"n\":1,\"n\":1}", CloseCode.BAD_FRAME),
        arguments("two objects", "{\"type\":\"ping\",\"n\":1}{}", CloseCode.BAD_FRAME),
        arguments(
            "deep",
            "{\"type\":\"ping\",\"n\":1,\"x\":" + "[".repeat(17) + "]".repeat(17) + "}",
            CloseCode.TOO_LARGE),
        arguments(
            "a long name",
            "{\"type\":\"ping\",\"n\":1,\"" + "x".repeat(129) + "\":1}",
            CloseCode.TOO_LARGE),
        arguments(
            "a long message",
            "{\"type\":\"ping\",\"n\":1,\"x\":\"" + "x".repeat(Limits.FRAME_BYTES) + "\"}",
            CloseCode.TOO_LARGE),
        arguments(
            "long in bytes, not in characters",
            "{\"type\":\"ping\",\"n\":1,\"x\":\"" + "ä".repeat(Limits.FRAME_BYTES / 2) + "\"}",
            CloseCode.TOO_LARGE),
        arguments(
            "a long signal",
            "{\"type\":\"signal\",\"conv\":\"%s\",\"device\":\"%s\",\"payload\":\"%s\"}"
                .formatted(ID, ID, "x".repeat(Limits.SIGNAL_CHARS + 1)),
            CloseCode.TOO_LARGE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badTexts")
  void aBadMessageEndsThatSessionOnly(String what, String text, CloseCode code)
      throws InterruptedException {
    try (WsClient good = WsClient.hello(people.grace());
        WsClient bad = WsClient.hello(people.ada())) {
      bad.sendText(text);

      Frame.Bye bye = bad.next(Frame.Bye.class);
      assertThat(bye.code()).as(what).isEqualTo(code);
      assertThat(bye.message()).isNotEmpty();
      assertThat(bad.closeCode()).isEqualTo(code.code());
      good.assertAnswered();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "1e3", "\"1\"", "null", "true", "9007199254740992", "{}"})
  void whatIsNotANaturalIsRefused(String n) throws InterruptedException {
    assertBad("{\"type\":\"ping\",\"n\":" + n + "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "9007199254740992", "99999999999999999999", "1.0", "\"1\""})
  void aSeqIsFromOneTo2To53(String seq) throws InterruptedException {
    assertBad(post("\"42\"", seq, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"-1\"", "\"042\"", "\"18446744073709551616\"", "\"\"", "\"0x1\"", "42", "null"})
  void anEpochIsAnUnsignedDecimalString(String epoch) throws InterruptedException {
    assertBad(post(epoch, "1", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {",\"after\":2", ",\"after\":3", ",\"after\":-1"})
  void anEntryComesAfterALowerOne(String after) throws InterruptedException {
    assertBad(post("\"42\"", "2", after));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[5,3]]",
        "[[5,6],[3,4]]",
        "[[5,6],[7,8]]",
        "[[5,6],[6,8]]",
        "[[0,1]]",
        "[[4,9007199254740992]]",
        "[[2,4]]",
        "[[5]]",
        "[5,6]",
        "5"
      })
  void rangesAscendBeyondTheCursor(String held) throws InterruptedException {
    assertBad(
        "{\"type\":\"ack\",\"conv\":\"%s\",\"device\":\"%s\",\"epoch\":\"42\",\"cursor\":3,\"held\":%s}"
            .formatted(ID, ID, held));
  }

  @Test
  void anythingBeforeHelloIsRefused() throws InterruptedException {
    for (String text : new String[] {"{\"type\":\"ping\",\"n\":1}", post("\"42\"", "1", "")}) {
      try (WsClient early = WsClient.open(people.node().uri())) {
        early.sendText(text);
        assertThat(early.next(Frame.Bye.class).code()).isEqualTo(CloseCode.BAD_FRAME);
        assertThat(early.closeCode()).isEqualTo(CloseCode.BAD_FRAME.code());
      }
    }
  }

  @Test
  void helloComesOnce() throws InterruptedException {
    try (WsClient client = WsClient.hello(people.ada())) {
      client.send(
          new Frame.Hello(
              Frame.VERSION,
              people.ada().device(),
              people.ada().token(),
              List.of(),
              0,
              0,
              "again"));
      assertThat(client.closeCode()).isEqualTo(CloseCode.BAD_FRAME.code());
    }
  }

  @Test
  void anotherVersionIsNotSpoken() throws InterruptedException {
    try (WsClient client = WsClient.open(people.node().uri())) {
      client.send(
          new Frame.Hello(
              Frame.VERSION + 1,
              people.ada().device(),
              people.ada().token(),
              List.of(),
              0,
              0,
              "future"));
      assertThat(client.next(Frame.Bye.class).code()).isEqualTo(CloseCode.BAD_VERSION);
      assertThat(client.closeCode()).isEqualTo(CloseCode.BAD_VERSION.code());
    }
  }

  /** TRN-1. */
  @Test
  void binaryIsRefused() throws InterruptedException {
    try (WsClient client = WsClient.hello(people.ada())) {
      client.sendBinary("{\"type\":\"ping\",\"n\":1}".getBytes(StandardCharsets.UTF_8));
      assertThat(client.next(Frame.Bye.class).code()).isEqualTo(CloseCode.BAD_FRAME);
    }
  }

  @Test
  void nothingOfABadPostTakesEffect() throws InterruptedException {
    try (WsClient receiver = WsClient.hello(people.grace());
        WsClient sender = WsClient.hello(people.ada())) {
      long version = sender.next(Frame.Roster.class).version();
      String good = dev.plait.protocol.codec.FrameCodec.encode(people.post(version, 1, 2));
      sender.sendText(good.replace("\"seq\":2", "\"seq\":1"));
      assertThat(sender.closeCode()).isEqualTo(CloseCode.BAD_FRAME.code());
      receiver.assertNoneOf(Frame.Entries.class);
    }
  }

  private String post(String epoch, String seq, String after) {
    return """
        {"type":"post","conv":"%s","epoch":%s,"rosterVersion":1,"entries":[
        {"seq":%s,"id":"%s","hlc":"1","body":"aGk=","to":[{"target":"%s"%s}]}]}"""
        .formatted(people.conversation(), epoch, seq, ID, people.grace().device(), after);
  }

  private void assertBad(String text) throws InterruptedException {
    try (WsClient client = WsClient.hello(people.ada())) {
      client.sendText(text);
      assertThat(client.closeCode()).isEqualTo(CloseCode.BAD_FRAME.code());
    }
  }
}

package dev.plait.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plait.protocol.content.Content;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.ClientFrame;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.PeerFrame;
import dev.plait.protocol.wire.ServerFrame;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FrameCodecTest {
  @Property(tries = 300)
  void everyFrameComesBackAsItWent(@ForAll long seed) {
    for (Direction direction : Direction.values()) {
      for (Frame frame : new RandomFrames(seed).each(direction)) {
        assertThat(FrameCodec.decode(FrameCodec.encode(frame), direction))
            .isEqualTo(new Decoded.Ok(frame));
        assertThat(FrameCodec.decode(FrameCodec.encodeUtf8(frame), direction))
            .isEqualTo(new Decoded.Ok(frame));
      }
    }
  }

  @Test
  void noTypeOfFrameIsLeftOutAbove() {
    RandomFrames frames = new RandomFrames(1);
    assertThat(frames.each(Direction.FROM_CLIENT).stream().map(Object::getClass))
        .containsExactlyInAnyOrder(ClientFrame.class.getPermittedSubclasses());
    assertThat(frames.each(Direction.FROM_SERVER).stream().map(Object::getClass))
        .containsExactlyInAnyOrder(ServerFrame.class.getPermittedSubclasses());
    assertThat(frames.each(Direction.FROM_PEER).stream().map(Object::getClass))
        .containsExactlyInAnyOrder(PeerFrame.class.getPermittedSubclasses());
  }

  @Property(tries = 300)
  void garbageNeverThrows(@ForAll byte[] bytes, @ForAll String text, @ForAll Direction direction) {
    assertThat(FrameCodec.decode(bytes, direction)).isInstanceOf(Decoded.Bad.class);
    assertThat(FrameCodec.decode(text, direction)).isInstanceOf(Decoded.Bad.class);
    assertThat(ContentCodec.decode(Bytes.of(bytes))).isNotNull();
  }

  @Test
  void whiteSpaceMayComeBeforeContent() {
    Bytes body = Bytes.utf8(" \t\r\n{\"kind\":\"text\",\"text\":\"hi\"}");

    assertThat(ContentCodec.decode(body)).isEqualTo(new Content.Text("hi"));
  }

  @Property(tries = 300)
  void aMutatedFrameNeverThrowsAndAnAcceptedOneIsWithinTheRules(@ForAll long seed) {
    Random random = new Random(seed);
    for (Direction direction : Direction.values()) {
      for (Frame frame : new RandomFrames(seed).each(direction)) {
        byte[] utf8 = mutated(FrameCodec.encodeUtf8(frame), random);
        if (FrameCodec.decode(utf8, direction) instanceof Decoded.Ok(var accepted)) {
          assertThat(FrameCodec.decode(FrameCodec.encode(accepted), direction))
              .isEqualTo(new Decoded.Ok(accepted));
        }
      }
    }
  }

  @Test
  void aRefusalNeverRepeatsWhatStoodInTheFrame() {
    String text = "{\"type\":\"hello\",\"version\":1,\"device\":\"secret\",\"token\":\"secret\"}";
    assertThat(FrameCodec.decode(text, Direction.FROM_CLIENT).toString()).doesNotContain("secret");
    assertThat(FrameCodec.decode("{\"type\":\"secret", Direction.FROM_CLIENT).toString())
        .doesNotContain("secret");
  }

  @Test
  void whatHoldsHalfACharacterIsNotWritten() {
    for (String half : List.of("\uD83D", "hi \uD83D", "\uDCA9 hi", "\uDCA9\uD83D")) {
      assertThatThrownBy(() -> new Frame.Token(half)).hasMessageContaining("half a character");
      assertThatThrownBy(() -> ContentCodec.encode(new Content.Text(half)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the text holds half a character (a lone surrogate)");
    }
    assertThat(ContentCodec.decode(ContentCodec.encode(new Content.Text("\uD83D\uDCA9"))))
        .isEqualTo(new Content.Text("\uD83D\uDCA9"));
  }

  /** Replaces, drops or repeats a few bytes; most of the result is still JSON. */
  private static byte[] mutated(byte[] utf8, Random random) {
    String pieces = "0123456789-.eE\"{}[]:,\\nulltrue";
    StringBuilder text = new StringBuilder(new String(utf8, StandardCharsets.UTF_8));
    for (int i = random.nextInt(1, 4); i > 0 && !text.isEmpty(); i--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.setCharAt(at, pieces.charAt(random.nextInt(pieces.length())));
        case 1 -> text.deleteCharAt(at);
        default -> text.insert(at, pieces.charAt(random.nextInt(pieces.length())));
      }
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}

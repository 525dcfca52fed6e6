package dev.plait.peer.rtc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.plait.protocol.codec.Decoded;
import dev.plait.protocol.codec.Direction;
import dev.plait.protocol.codec.FrameCodec;
import dev.plait.protocol.wire.Frame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What counts as a frame of what a channel brings (TRN-2). */
final class ChannelHandlerTest {
  private static final byte[] FIN = "{\"type\":\"fin\"}".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NO_UTF8 = {'{', '"', (byte) 0xff, '"', ':', '1', ',', '"'};

  @Test
  void aTextIsAFrame() {
    assertThat(frameOf(FIN, false)).isEqualTo(new Decoded.Ok(new Frame.Fin()));
  }

  @Test
  void aBinaryMessageIsABadFrameWhateverStandsInIt() {
    assertThat(frameOf(FIN, true)).isInstanceOf(Decoded.Bad.class);
  }

  @Test
  void aTextThatIsNoUtf8IsABadFrame() {
    byte[] frame = new byte[NO_UTF8.length + FIN.length - 2];
    System.arraycopy(NO_UTF8, 0, frame, 0, NO_UTF8.length);
    System.arraycopy(FIN, 2, frame, NO_UTF8.length, FIN.length - 2);

    assertThat(frameOf(frame, false)).isInstanceOf(Decoded.Bad.class);
  }

  private static Decoded frameOf(byte[] message, boolean binary) {
    RTCDataChannelBuffer buffer = new RTCDataChannelBuffer(ByteBuffer.wrap(message), binary);
    return FrameCodec.decode(ChannelHandler.textOf(buffer), Direction.FROM_PEER);
  }
}

package dev.plait.peer.rtc;

import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.onvoid.webrtc.RTCDataChannelObserver;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Takes a channel's callbacks on native threads; copies and queues, and calls nothing native. */
final class ChannelHandler implements RTCDataChannelObserver {
  private static final String NO_TEXT = "a message that is no text";

  private final RtcConnection connection;

  ChannelHandler(RtcConnection connection) {
    this.connection = connection;
  }

  @Override
  public void onBufferedAmountChange(long previousAmount) {
    connection.bufferChanged();
  }

  @Override
  public void onStateChange() {
    connection.stateChanged();
  }

  @Override
  public void onMessage(RTCDataChannelBuffer buffer) {
    connection.frameCame(textOf(buffer));
  }

  /** The text of a message, copied; of one that is no text, what is no frame either (TRN-2). */
  static String textOf(RTCDataChannelBuffer buffer) {
    if (buffer.binary) {
      return NO_TEXT;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(buffer.data).toString();
    } catch (CharacterCodingException _) {
      return NO_TEXT;
    }
  }
}

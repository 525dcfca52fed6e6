package dev.plait.peer.rtc;

import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.onvoid.webrtc.RTCDataChannelObserver;
import java.nio.charset.StandardCharsets;

/** Takes a channel's callbacks on native threads; copies and queues, and calls nothing native. */
final class ChannelHandler implements RTCDataChannelObserver {
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
    byte[] bytes = new byte[buffer.data.remaining()];
    buffer.data.get(bytes);
    connection.frameCame(new String(bytes, StandardCharsets.UTF_8));
  }
}

package dev.plait.peer.rtc;

import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelBuffer;
import java.nio.ByteBuffer;

/** Writes frames to the channel of one connection and keeps its buffer bounded. Thread-safe. */
final class ChannelWriter {
  /** Short against the some 10 ms that the bytes below the low mark last. */
  private static final long BUFFER_WATCH_MS = 5;

  private final NativeConnection connection;
  private final RtcEvents events;
  private final Watermarks watermarks = new Watermarks();

  ChannelWriter(NativeConnection connection, RtcEvents events) {
    this.connection = connection;
    this.events = events;
  }

  /** Takes a frame, or says that the buffer is full. */
  SendOutcome write(byte[] frame) {
    if (!watermarks.take(frame.length)) {
      return SendOutcome.FULL;
    }
    connection.withChannel(channel -> writeNow(channel, frame));
    reportCrossing();
    return SendOutcome.TAKEN;
  }

  /** Bytes taken that have not left yet. */
  long bufferedBytes() {
    return watermarks.totalBytes();
  }

  /** The native buffer shrank. */
  void bufferChanged() {
    connection.withChannel(this::lookAtBuffer);
  }

  private void writeNow(RTCDataChannel channel, byte[] frame) {
    try {
      channel.send(new RTCDataChannelBuffer(ByteBuffer.wrap(frame), false));
      watermarks.handedOver(frame.length, channel.getBufferedAmount());
    } catch (Exception e) {
      watermarks.handedOver(frame.length, 0);
      connection.fail("send", e.getMessage());
    }
    reportCrossing();
  }

  private void lookAtBuffer(RTCDataChannel channel) {
    watermarks.nativeBuffer(channel.getBufferedAmount());
    reportCrossing();
  }

  private void reportCrossing() {
    switch (watermarks.crossing()) {
      case PAUSE -> {
        reportWritable();
        watchBuffer();
      }
      case GO_ON -> reportWritable();
      case NONE -> {}
    }
  }

  /** Two threads find crossings; what holds when the report is read is what counts. */
  private void reportWritable() {
    connection.report(() -> events.onWritable(watermarks.writable()));
  }

  /** The native callback does not come for every drain (measured), so a full buffer is watched. */
  private void watchBuffer() {
    connection.withChannelLater(
        BUFFER_WATCH_MS,
        channel -> {
          if (!watermarks.writable()) {
            lookAtBuffer(channel);
            if (!watermarks.writable()) {
              watchBuffer();
            }
          }
        });
  }
}

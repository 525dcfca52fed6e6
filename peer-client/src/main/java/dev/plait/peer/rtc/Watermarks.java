package dev.plait.peer.rtc;

/**
 * Two-watermark backpressure on the bytes that were taken and have not left yet. Thread-safe.
 *
 * <p>The native buffer overflows, and closes the channel, at 16 MiB; the hard limit stays far
 * below.
 */
final class Watermarks {
  /** From here the owner is asked to pause. */
  static final int HIGH_BYTES = 1024 * 1024;

  /** Down here it is asked to go on: enough for some 10 ms at full speed. */
  static final int LOW_BYTES = 256 * 1024;

  /** Over this nothing is taken: pings and acks still fit between it and the high mark. */
  static final int HARD_BYTES = 4 * 1024 * 1024;

  /** Which way a mark was crossed, if one was. */
  enum Crossing {
    NONE,
    PAUSE,
    GO_ON
  }

  private long waitingBytes;
  private long nativeBytes;
  private boolean paused;

  /** Takes {@code bytes} unless that goes over the hard limit. */
  synchronized boolean take(int bytes) {
    if (waitingBytes + nativeBytes + bytes > HARD_BYTES) {
      return false;
    }
    waitingBytes += bytes;
    return true;
  }

  /** {@code bytes} went to the native buffer, which now holds {@code bufferedBytes}. */
  synchronized void handedOver(int bytes, long bufferedBytes) {
    waitingBytes -= bytes;
    nativeBytes = bufferedBytes;
  }

  synchronized void nativeBuffer(long bufferedBytes) {
    nativeBytes = bufferedBytes;
  }

  synchronized long totalBytes() {
    return waitingBytes + nativeBytes;
  }

  synchronized boolean writable() {
    return !paused;
  }

  /** Tells whether a mark was crossed since the last question. */
  synchronized Crossing crossing() {
    long total = waitingBytes + nativeBytes;
    if (!paused && total >= HIGH_BYTES) {
      paused = true;
      return Crossing.PAUSE;
    }
    if (paused && total <= LOW_BYTES) {
      paused = false;
      return Crossing.GO_ON;
    }
    return Crossing.NONE;
  }
}

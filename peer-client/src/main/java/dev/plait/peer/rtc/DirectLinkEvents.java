package dev.plait.peer.rtc;

/** What a {@link DirectLink} reports, always on the owner's executor. */
public interface DirectLinkEvents {
  /** Send this to the other device in a {@code signal} frame. */
  void onSignal(String payload);

  /**
   * A channel is open. Generations grow; it is not proven before a ping was answered.
   *
   * @param bytes most that a message may have
   */
  void onOpen(long generation, int bytes);

  /** A frame came through the channel. */
  void onFrame(long generation, String text);

  /** The channel is gone; a new one comes with {@link #onOpen}. */
  void onClosed(long generation, String reason);

  /** The send buffer crossed a watermark. */
  void onWritable(long generation, boolean writable);

  /** The other device broke a rule of negotiation; what it sent was dropped. */
  void onViolation(String rule);
}

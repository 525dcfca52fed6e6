package dev.plait.peer.rtc;

import dev.plait.protocol.signaling.IceState;

/** What an {@link RtcConnection} reports, always on its owner's executor. */
interface RtcEvents {
  /** An offer was made and set. */
  void onLocalOffer(String sdp);

  /** A remote offer was set, and the answer to it made and set. */
  void onLocalAnswer(String sdp);

  /** A remote answer was set. */
  void onAnswerTaken();

  /** A way to be reached was found. */
  void onLocalCandidate(String mid, int index, String candidate);

  /** The ICE agent changed its mind. */
  void onIce(IceState state);

  /** The channel is open. */
  void onChannelOpen();

  /** A frame came. */
  void onFrame(String text);

  /** The buffer crossed a watermark. */
  void onWritable(boolean writable);

  /** The channel closed without this side having asked. */
  void onChannelClosed();

  /** An operation failed; the connection is of no use any more. */
  void onFailure(String reason);
}

package dev.plait.protocol.signaling;

/** What the ICE agent says of a connection (W3C webrtc §5.6.4). */
public enum IceState {
  /** Looking for a pair. */
  CHECKING,
  /** A pair works. */
  CONNECTED,
  /** The pair stopped answering; it may recover. */
  DISCONNECTED,
  /** No pair works. */
  FAILED
}

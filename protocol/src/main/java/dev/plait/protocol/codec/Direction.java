package dev.plait.protocol.codec;

/** Who sent a frame; decides which frames are allowed and how large one may be. */
public enum Direction {
  /** From a device to the server, on a WebSocket. */
  FROM_CLIENT,
  /** From the server to a device, on a WebSocket. */
  FROM_SERVER,
  /** From device to device, on a data channel. */
  FROM_PEER
}

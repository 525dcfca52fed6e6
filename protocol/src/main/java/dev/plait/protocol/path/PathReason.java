package dev.plait.protocol.path;

/** Why a path was taken or left; answers "why this path?". */
public enum PathReason {
  /** The server's connection came up and there is no healthy channel. */
  RELAY_UP,
  /** The server's connection was lost. */
  RELAY_DOWN,
  /** The channel answered its first ping. */
  FIRST_PONG,
  /** A pong did not come in time. */
  PONG_MISSED,
  /** The channel was closed. */
  CHANNEL_CLOSED,
  /** A newer channel took the place of the old one. */
  CHANNEL_REPLACED
}

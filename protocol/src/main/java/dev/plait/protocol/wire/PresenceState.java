package dev.plait.protocol.wire;

/** Whether somebody is there. */
public enum PresenceState {
  /** At least one device is connected and active. */
  ONLINE,
  /** Connected, but idle. */
  AWAY,
  /** Not connected. */
  OFFLINE
}

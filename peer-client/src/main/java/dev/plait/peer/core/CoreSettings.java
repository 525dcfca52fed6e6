package dev.plait.peer.core;

/**
 * What a device may be told at its start.
 *
 * @param maxChannels most direct channels at once
 */
public record CoreSettings(int maxChannels) {
  /** Usual settings with that many channels. */
  public static CoreSettings of(int maxChannels) {
    return new CoreSettings(maxChannels);
  }
}

package dev.plait.peer.core;

import dev.plait.protocol.delivery.ReceiverLimits;
import dev.plait.protocol.delivery.SenderLimits;
import dev.plait.protocol.path.PathLimits;

/**
 * What a device may be told at its start.
 *
 * @param maxChannels most direct channels at once
 * @param sender limits of each own stream
 * @param receiver limits of each other stream
 * @param path deadlines of a data channel's pings
 */
public record CoreSettings(
    int maxChannels, SenderLimits sender, ReceiverLimits receiver, PathLimits path) {
  /** Usual settings with that many channels. */
  public static CoreSettings of(int maxChannels) {
    return new CoreSettings(
        maxChannels, SenderLimits.DEFAULT, ReceiverLimits.DEFAULT, PathLimits.DEFAULT);
  }
}

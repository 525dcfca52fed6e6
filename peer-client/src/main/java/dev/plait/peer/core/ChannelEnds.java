package dev.plait.peer.core;

import dev.plait.protocol.wire.Frame;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** How this device ends its channels. Owned by the peer's thread. */
final class ChannelEnds {
  private final Effects effects;
  private final Rosters rosters;
  private final DevicePaths paths;
  private final OutStreams out;
  private boolean isOut;

  ChannelEnds(Effects effects, Rosters rosters, DevicePaths paths, OutStreams out) {
    this.effects = effects;
    this.rosters = rosters;
    this.paths = paths;
    this.out = out;
  }

  /** Whether this device is out: nothing is sent and nothing taken from channels (SES-13). */
  boolean isOut() {
    return isOut;
  }

  /**
   * Ends one that is not wanted any more: in good order (PTH-5), the path first, so that nothing is
   * sent after the {@code fin}. From a device that is out it just ends.
   */
  void end(UUID to, long nowMs) {
    leave(to, nowMs);
    out.drainAll();
  }

  private void leave(UUID to, long nowMs) {
    long channel = paths.channelTo(to);
    effects.add(
        isOut
            ? new CoreEffect.ChannelFinished(to, channel)
            : new CoreEffect.ToPeer(to, channel, new Frame.Fin()));
    paths.handleChannelEnds(
        to, channel, isOut ? "signed out" : "no longer wanted", out.paths(), nowMs);
  }

  /**
   * Ends what is open to devices that no roster names, or that are signed out (SES-13), whether
   * they were wished for or not.
   *
   * @param wanted what is wished for now
   */
  void endOthers(Map<UUID, UUID> wanted, long nowMs) {
    Set<UUID> others = paths.open();
    others.removeAll(rosters.directDevices());
    if (!others.isEmpty()) {
      effects.add(new CoreEffect.WantChannels(wanted));
      others.forEach(device -> end(device, nowMs));
    }
  }

  /**
   * Closes a channel that has just opened where there should be none: its other side, or this one,
   * is out by now.
   *
   * @param wanted what is wished for now
   * @return whether it did
   */
  boolean refuses(UUID from, long channel, Map<UUID, UUID> wanted) {
    boolean refused = isOut || !rosters.directDevices().contains(from);
    if (refused) {
      effects.add(new CoreEffect.WantChannels(wanted));
      effects.add(new CoreEffect.ChannelFinished(from, channel));
    }
    return refused;
  }

  /** A session is up: this device is none that is out. */
  void handleLinkUp() {
    isOut = false;
  }

  /**
   * This device is out: every channel ends before anything can go on, which what is over for one
   * path may let go on another.
   */
  void endAll(long nowMs) {
    isOut = true;
    effects.add(new CoreEffect.WantChannels(Map.of()));
    paths.open().forEach(device -> leave(device, nowMs));
    out.drainAll();
  }
}

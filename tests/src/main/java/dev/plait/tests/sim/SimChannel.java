package dev.plait.tests.sim;

import dev.plait.protocol.wire.PeerFrame;

/** A data channel between two devices: two ordered pipes that are cut together. */
final class SimChannel {
  final long number;
  private final SimDevice low;
  private final SimDevice high;
  private final SimPipe<PeerFrame> toHigh;
  private final SimPipe<PeerFrame> toLow;
  private boolean open = true;

  SimChannel(SimWorld world, long number, int delayMaxMs, SimDevice low, SimDevice high) {
    this.number = number;
    this.low = low;
    this.high = high;
    this.toHigh = new SimPipe<>(world, delayMaxMs, f -> high.inputs.channelFrame(this, low.id, f));
    this.toLow = new SimPipe<>(world, delayMaxMs, f -> low.inputs.channelFrame(this, high.id, f));
    world.after(world.pick(1, delayMaxMs), () -> opened(low, high));
    world.after(world.pick(1, delayMaxMs), () -> opened(high, low));
  }

  private void opened(SimDevice device, SimDevice peer) {
    if (open) {
      device.inputs.channelOpen(peer.id, this);
    }
  }

  boolean isOpen() {
    return open;
  }

  boolean joins(SimDevice device) {
    return device == low || device == high;
  }

  boolean joins(SimDevice a, SimDevice b) {
    return joins(a) && joins(b);
  }

  void send(SimDevice from, PeerFrame frame) {
    if (from == low) {
      toHigh.send(frame);
    } else {
      toLow.send(frame);
    }
  }

  void hole(boolean on) {
    toHigh.hole(on);
    toLow.hole(on);
  }

  /** Backpressure at both ends. */
  void writable(boolean on) {
    if (open) {
      low.inputs.channelWritable(high.id, number, on);
      high.inputs.channelWritable(low.id, number, on);
    }
  }

  /** Loses what is under way; each side hears of it later, or by its pings. */
  void cut(SimWorld world, boolean tell) {
    if (!open) {
      return;
    }
    open = false;
    toHigh.cut();
    toLow.cut();
    if (tell) {
      world.after(world.pick(0, 50), () -> low.inputs.channelClosed(high.id, number));
      world.after(world.pick(0, 50), () -> high.inputs.channelClosed(low.id, number));
    }
  }
}

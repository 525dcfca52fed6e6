package dev.plait.tests.sim;

import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.PeerFrame;
import dev.plait.protocol.wire.ServerFrame;
import java.util.UUID;

/**
 * What comes to a device over its channels and its connection, as turns of its core; what an older
 * one of them still brings is dropped.
 */
final class SimInputs {
  private final SimWorld world;
  private final SimDevice device;
  private final String name;
  private final int channelBytes;
  private final SimClock clock;
  private final SimWatch watch;
  private final SimChannels channels;
  private final SimOuts outs;

  SimInputs(
      SimWorld world,
      SimDevice device,
      int channelBytes,
      SimClock clock,
      SimWatch watch,
      SimChannels channels,
      SimOuts outs) {
    this.world = world;
    this.device = device;
    this.name = SimWorld.name(device.id);
    this.channelBytes = channelBytes;
    this.clock = clock;
    this.watch = watch;
    this.channels = channels;
    this.outs = outs;
  }

  void channelOpen(UUID peer, SimChannel channel) {
    if (!device.running()) {
      channel.cut(world, true);
      return;
    }
    channels.open(peer, channel);
    watch.channelOpen(peer);
    device.turn(
        core -> core.handleChannelOpen(peer, channel.number, channelBytes, clock.localMs()));
  }

  void channelClosed(UUID peer, long number) {
    device.turn(core -> core.handleChannelClosed(peer, number, "closed", clock.localMs()));
  }

  void channelWritable(UUID peer, long number, boolean on) {
    if (channels.get(peer, number) != null) {
      watch.channelWritable(peer, on);
      device.turn(core -> core.handleChannelWritable(peer, number, on, clock.localMs()));
    }
  }

  void channelFrame(SimChannel channel, UUID peer, PeerFrame frame) {
    if (channels.get(peer, channel.number) == channel) {
      world.trace(name, "from", frame);
      watch.heardDirectly(peer, frame);
      if (frame instanceof Frame.Pong(long n, _)) {
        watch.answered(peer, n);
      }
      outs.takes(device.core(), peer);
      device.turn(core -> core.handleChannelFrame(peer, channel.number, frame, clock.localMs()));
      outs.taken();
    }
  }

  void serverFrame(SimLink from, ServerFrame frame) {
    if (device.link() == from) {
      world.trace(name, "from", frame);
      from.heard(frame);
      watch.heard(frame);
      device.turn(core -> core.handleServerFrame(frame, clock.localMs()));
    }
  }
}

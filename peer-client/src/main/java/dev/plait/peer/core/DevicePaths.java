package dev.plait.peer.core;

import dev.plait.protocol.delivery.Beside;
import dev.plait.protocol.delivery.Deadline;
import dev.plait.protocol.delivery.Path;
import dev.plait.protocol.path.PathEffect;
import dev.plait.protocol.path.PathLimits;
import dev.plait.protocol.wire.Frame;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** How each other device is reached now. Owned by the peer's thread. */
final class DevicePaths {
  /** Told of a change. */
  interface Listener {
    void handlePath(UUID device, Path path, long generation, long nowMs);

    /** Something else goes by the server beside a channel. */
    void handleBeside(UUID device, Beside beside, long nowMs);
  }

  private final Effects effects;
  private final PathLimits limits;
  private final Map<UUID, DevicePath> byDevice = new HashMap<>();
  private boolean relayUp;

  DevicePaths(Effects effects, PathLimits limits) {
    this.effects = effects;
    this.limits = limits;
  }

  /** A new device starts on the relay; nobody needs to be told, since nothing was said to it. */
  private DevicePath path(UUID device) {
    return byDevice.computeIfAbsent(
        device,
        id -> {
          DevicePath path = new DevicePath(id, limits);
          if (relayUp) {
            path.selector.handleRelayUp(0);
            while (path.selector.poll() instanceof PathEffect.PathChanged changed) {
              path.moved(changed.path(), changed.reason());
            }
          }
          return path;
        });
  }

  Path pathTo(UUID device) {
    return path(device).selector.path();
  }

  long generationOf(UUID device) {
    return path(device).selector.generation();
  }

  /** What goes by the server beside the channel. */
  Beside besideOf(UUID device) {
    return path(device).selector.beside();
  }

  /** The most bytes of a message on the channel. */
  int channelBytes(UUID device) {
    return path(device).channelBytes();
  }

  PathView view(UUID device) {
    return path(device).view();
  }

  /** Sends entries on the channel that the path generation stands for; else drops them. */
  void sendEntries(UUID device, long generation, Frame.Entries entries) {
    DevicePath path = path(device);
    if (pathTo(device) == Path.DIRECT && generationOf(device) == generation) {
      effects.add(new CoreEffect.ToPeer(device, path.channel(), entries));
      path.selector.handleUsed();
    }
  }

  /** The other side of a channel broke a rule. */
  void violation(UUID device, String rule) {
    DevicePath path = path(device);
    effects.tell(new PeerEvent.Warning("device " + device + " broke a rule: " + rule));
    if (path.channel() != 0) {
      effects.add(new CoreEffect.ChannelViolated(device, path.channel()));
    }
  }

  boolean hasChannel(UUID device) {
    return channelTo(device) != 0;
  }

  /** Devices with an open channel. */
  Set<UUID> open() {
    Set<UUID> open = new LinkedHashSet<>(byDevice.keySet());
    open.removeIf(device -> !hasChannel(device));
    return open;
  }

  /** The open channel, 0 for none. */
  long channelTo(UUID device) {
    DevicePath path = byDevice.get(device);
    return path == null ? 0 : path.channel();
  }

  boolean isCurrentChannel(UUID device, long channel) {
    DevicePath path = byDevice.get(device);
    return path != null && path.channel() == channel;
  }

  boolean writable(UUID device) {
    return path(device).writable();
  }

  void channelWritable(UUID device, boolean writable) {
    path(device).channelWritable(writable);
  }

  void handleRelay(boolean up, Listener listener, long nowMs) {
    relayUp = up;
    for (DevicePath path : byDevice.values()) {
      if (up) {
        path.selector.handleRelayUp(nowMs);
      } else {
        path.selector.handleRelayDown(nowMs);
      }
    }
    byDevice.values().forEach(path -> drain(path, listener, nowMs));
  }

  void handleChannelOpen(UUID device, long channel, int bytes, Listener listener, long nowMs) {
    DevicePath path = path(device);
    path.channelOpened(channel, bytes);
    path.selector.handleChannelOpen(channel, nowMs);
    drain(path, listener, nowMs);
  }

  void handleChannelClosed(
      UUID device, long channel, String reason, Listener listener, long nowMs) {
    DevicePath path = path(device);
    if (path.channel() == channel) {
      path.channelClosed(reason);
      path.selector.handleChannelClosed(channel, nowMs);
      drain(path, listener, nowMs);
    }
  }

  /** One side has said that nothing more comes over the channel (PTH-5). */
  void handleChannelEnds(UUID device, long channel, String reason, Listener listener, long nowMs) {
    path(device).channelEnds(channel);
    handleChannelClosed(device, channel, reason, listener, nowMs);
  }

  void handlePong(UUID device, long channel, long n, Listener listener, long nowMs) {
    DevicePath path = path(device);
    path.selector.handlePong(channel, n, nowMs);
    drain(path, listener, nowMs);
  }

  /** The network may have changed: every channel has to answer now. */
  void handleDoubt(Listener listener, long nowMs) {
    for (DevicePath path : byDevice.values()) {
      path.selector.handleDoubt(nowMs);
      drain(path, listener, nowMs);
    }
  }

  void handleTimeout(Listener listener, long nowMs) {
    for (DevicePath path : byDevice.values()) {
      Deadline deadline = path.selector.deadline();
      if (deadline != null && nowMs >= deadline.atMs()) {
        path.selector.handleTimeout(nowMs);
        drain(path, listener, nowMs);
      }
    }
  }

  long deadlineMs() {
    long least = Long.MAX_VALUE;
    for (DevicePath path : byDevice.values()) {
      Deadline deadline = path.selector.deadline();
      if (deadline != null) {
        least = Math.min(least, deadline.atMs());
      }
    }
    return least;
  }

  private void drain(DevicePath path, Listener listener, long nowMs) {
    for (PathEffect effect = path.selector.poll(); effect != null; effect = path.selector.poll()) {
      switch (effect) {
        case PathEffect.SendPing(long n) ->
            effects.add(new CoreEffect.ToPeer(path.device, path.channel(), new Frame.Ping(n)));
        case PathEffect.BesideChanged(var beside) -> {
          path.besideChanged(beside);
          listener.handleBeside(path.device, beside, nowMs);
        }
        case PathEffect.ServerDoubted() -> effects.add(new CoreEffect.ServerDoubted());
        case PathEffect.ChannelDead(long channel, var reason) -> {
          path.channelSilent();
          effects.add(new CoreEffect.ChannelFailed(path.device, channel, "no answer to a ping"));
        }
        case PathEffect.PathChanged(var to, var generation, var reason) -> {
          effects.tell(
              new PeerEvent.PathChanged(
                  path.device, path.name(), generation, path.moved(to, reason)));
          listener.handlePath(path.device, to, generation, nowMs);
        }
      }
    }
  }
}

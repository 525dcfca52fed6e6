package dev.plait.peer.core;

import dev.plait.protocol.delivery.Beside;
import dev.plait.protocol.delivery.Path;
import dev.plait.protocol.path.PathLimits;
import dev.plait.protocol.path.PathReason;
import dev.plait.protocol.path.PathSelector;
import dev.plait.protocol.signaling.RungTally;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * How one device is reached: the selector, and what a person may want to know about its choices.
 */
final class DevicePath {
  /** How many changes are remembered for a person to read. */
  private static final int REMEMBERED = 16;

  final UUID device;
  final PathSelector selector;
  private final ArrayDeque<String> tried = new ArrayDeque<>();
  private final RungTally relay = new RungTally();
  private Path before = Path.NONE;
  private boolean planned;
  private long channel;
  private boolean full;
  private int channelBytes;
  private long hedges;
  private String reason = "no server and no channel";

  DevicePath(UUID device, PathLimits limits) {
    this.device = device;
    this.selector = new PathSelector(limits, 1);
  }

  /** The generation of the open channel, 0 for none. */
  long channel() {
    return channel;
  }

  /** The most bytes of a message on it. */
  int channelBytes() {
    return channelBytes;
  }

  void channelOpened(long opened, int bytes) {
    channel = opened;
    channelBytes = bytes;
    full = false;
    planned = false;
  }

  void channelWritable(boolean writable) {
    full = !writable;
  }

  /**
   * Whether entries for the path are taken now: a channel may be full, the relay has its window.
   */
  boolean writable() {
    return selector.path() != Path.DIRECT || !full;
  }

  void channelClosed(String why) {
    channel = 0;
    remember("channel closed: " + why);
  }

  /** One side has said that it ends the channel: the relay is no rescue then. */
  void channelEnds(long ending) {
    planned |= ending == channel;
  }

  /** The channel stays open, and is used again once it answers. */
  void channelSilent() {
    remember("channel silent: no answer to a ping");
  }

  /** Something else goes by the server beside the channel: all of it while a pong is late. */
  void besideChanged(Beside to) {
    if (to == Beside.ALL) {
      hedges++;
    }
  }

  /** Notes a move and returns why, in words. */
  String moved(Path to, PathReason why) {
    countRelay(to);
    reason = why.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    remember(name() + ": " + reason);
    return reason;
  }

  private void countRelay(Path to) {
    if (before == Path.DIRECT && !planned) {
      relay.request();
      relay.begin();
      if (to == Path.RELAY) {
        relay.helped();
      } else {
        relay.failed();
      }
    }
    before = to;
  }

  String name() {
    return selector.path().name().toLowerCase(Locale.ROOT);
  }

  private void remember(String what) {
    tried.add(what);
    if (tried.size() > REMEMBERED) {
      tried.remove();
    }
  }

  PathView view() {
    return new PathView(
        device,
        name(),
        selector.generation(),
        reason,
        Math.max(0, selector.roundTripMs()),
        List.copyOf(tried),
        hedges,
        relay.snapshot());
  }
}

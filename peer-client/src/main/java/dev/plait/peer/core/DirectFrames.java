package dev.plait.peer.core;

import dev.plait.protocol.delivery.Path;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.PeerFrame;
import dev.plait.protocol.wire.StreamId;
import dev.plait.protocol.wire.StreamPosition;
import java.util.List;
import java.util.UUID;

/**
 * What comes over a data channel, and what is answered there. Owned by the peer's thread.
 *
 * <p>Invariants: facts count from any channel, also a late one of an older generation; pings and
 * pongs only of the present one; entries only where both sides may talk directly (PTH-4).
 */
final class DirectFrames {
  private final Effects effects;
  private final Rosters rosters;
  private final DevicePaths paths;
  private final InStreams in;
  private final OutStreams out;

  DirectFrames(Effects effects, Rosters rosters, DevicePaths paths, InStreams in, OutStreams out) {
    this.effects = effects;
    this.rosters = rosters;
    this.paths = paths;
    this.in = in;
    this.out = out;
  }

  /** Takes a frame of that channel. */
  void handle(UUID from, long channel, PeerFrame frame, long nowMs) {
    switch (frame) {
      case Frame.Entries entries -> handleEntries(from, channel, entries, nowMs);
      case Frame.Ack(var position, var _) -> out.handleDirectAck(from, position, nowMs);
      case Frame.Have(var positions, var _) -> handleHave(from, positions, nowMs);
      case Frame.Ping(long n) when paths.isCurrentChannel(from, channel) ->
          handlePing(from, channel, n, nowMs);
      case Frame.Ping _ -> {
        // One side has ended it.
      }
      case Frame.Pong(long n, long _) -> {
        if (paths.isCurrentChannel(from, channel)) {
          paths.handlePong(from, channel, n, out.paths(), nowMs);
          out.drainAll();
        }
      }
      case Frame.Fin() -> {
        effects.add(new CoreEffect.ToPeer(from, channel, new Frame.FinAck()));
        paths.handleChannelEnds(from, channel, "the other side ends", out.paths(), nowMs);
        out.drainAll();
      }
      case Frame.FinAck() -> effects.add(new CoreEffect.ChannelFinished(from, channel));
    }
  }

  private void handleHave(UUID from, List<StreamPosition> positions, long nowMs) {
    for (StreamPosition position : positions) {
      out.handleAck(from, position, nowMs);
    }
  }

  /** Says again what is lacking of a device's stream, to it and to the server. */
  void restate(UUID device, Frame.Ack ack) {
    effects.add(new CoreEffect.ToServer(ack));
    if (paths.hasChannel(device)) {
      effects.add(new CoreEffect.ToPeer(device, paths.channelTo(device), ack));
    }
  }

  private void handlePing(UUID from, long channel, long n, long nowMs) {
    if (paths.pathTo(from) != Path.DIRECT) {
      stateWhatIsHere(from, channel);
    }
    effects.add(new CoreEffect.ToPeer(from, channel, new Frame.Pong(n, nowMs)));
  }

  /** Before the pong that promotes the channel there, so that the holes are known by then. */
  private void stateWhatIsHere(UUID to, long channel) {
    for (List<StreamPosition> positions :
        in.positions(paths.channelBytes(to), id -> id.device().equals(to))) {
      effects.add(new CoreEffect.ToPeer(to, channel, new Frame.Have(positions, List.of())));
    }
  }

  /**
   * A conversation that is not known here, or no longer, is no offence: the two sides hear of
   * members at different times. Nothing is taken; what is not acked comes again (PTH-4).
   */
  private void handleEntries(UUID from, long channel, Frame.Entries entries, long nowMs) {
    StreamId stream = entries.stream();
    String broken = null;
    if (!stream.device().equals(from)) {
      broken = "a stream of another device";
    } else if (rosters.directDevices(stream.conversation()).contains(from)) {
      broken = in.handleEntries(entries, Path.DIRECT, channel, nowMs);
    }
    if (broken != null) {
      paths.violation(from, broken);
    }
  }
}

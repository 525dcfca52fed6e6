package dev.plait.peer.core;

import dev.plait.protocol.delivery.Path;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.StreamId;
import dev.plait.protocol.wire.StreamPosition;
import java.util.List;
import java.util.UUID;

/** What entries and positions that come over a data channel mean. Owned by the peer's thread. */
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

  void handleHave(UUID from, List<StreamPosition> positions, long nowMs) {
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

  void handlePing(UUID from, long channel, long n, long nowMs) {
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
  void handleEntries(UUID from, long channel, Frame.Entries entries, long nowMs) {
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

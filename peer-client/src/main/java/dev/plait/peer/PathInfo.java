package dev.plait.peer;

import dev.plait.peer.core.PathView;
import dev.plait.peer.rtc.RtcStats;
import dev.plait.protocol.delivery.Path;
import dev.plait.protocol.path.ChannelTries;
import dev.plait.protocol.path.PairEnd;
import dev.plait.protocol.path.PathWhy;
import dev.plait.protocol.path.Via;
import dev.plait.protocol.signaling.LadderCounters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Why a device is reached the way it is.
 *
 * @param device the other device
 * @param path {@code direct}, {@code relay} or {@code none}
 * @param via the way as exactly as it is known (PTH-6): {@code none}, {@code relay}, {@code
 *     direct}, {@code direct-tcp}, {@code turn-udp}, {@code turn-tcp}, {@code turn-tls} or {@code
 *     turn-remote}
 * @param generation grows with each change
 * @param reason what changed last
 * @param why the same in a sentence for a person
 * @param candidatePair the selected pair of the data channel, empty for none
 * @param localType type of the own candidate in it: {@code host}, {@code srflx}, {@code prflx} or
 *     {@code relay}; empty for none
 * @param remoteType type of the other side's
 * @param rttMs round trip of the data channel, 0 for unknown
 * @param tried what was tried, latest last
 * @param hedges how often a pong of a channel was late, so that entries went by the server as well
 *     (PTH-3)
 * @param ladder what recovery has done (SIG-12)
 */
public record PathInfo(
    UUID device,
    String path,
    String via,
    long generation,
    String reason,
    String why,
    String candidatePair,
    String localType,
    String remoteType,
    double rttMs,
    List<String> tried,
    long hedges,
    LadderCounters ladder) {
  /** Copies the list. */
  public PathInfo {
    tried = List.copyOf(tried);
  }

  /** Puts together what the core, the connection and the ladder know. */
  static PathInfo of(PathView view, RtcStats stats, ChannelTries tries, LadderCounters ladder) {
    List<String> tried = new ArrayList<>(view.tried());
    tried.add(
        tries.rung().equals("absent") ? tries.reason() : tries.rung() + ": " + tries.reason());
    Via via =
        Via.of(
            Path.valueOf(view.path().toUpperCase(Locale.ROOT)),
            end(stats.local()),
            end(stats.remote()));
    return new PathInfo(
        view.device(),
        view.path(),
        via.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        view.generation(),
        view.reason(),
        PathWhy.sentence(via, tries),
        stats.pair(),
        type(stats.local()),
        type(stats.remote()),
        stats.rttMs() >= 0 ? stats.rttMs() : (double) view.rttMs(),
        tried,
        view.hedges(),
        ladder.withRelay(view.relay()));
  }

  private static @Nullable PairEnd end(RtcStats.@Nullable Candidate candidate) {
    return candidate == null ? null : candidate.end();
  }

  private static String type(RtcStats.@Nullable Candidate candidate) {
    return candidate == null ? "" : candidate.end().type();
  }
}

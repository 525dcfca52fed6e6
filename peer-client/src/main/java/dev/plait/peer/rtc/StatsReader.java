package dev.plait.peer.rtc;

import dev.onvoid.webrtc.RTCStats;
import dev.onvoid.webrtc.RTCStatsReport;
import dev.onvoid.webrtc.RTCStatsType;
import dev.plait.protocol.path.PairEnd;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the selected candidate pair in a statistics report. Stateless. */
final class StatsReader {
  private StatsReader() {}

  static RtcStats read(RTCStatsReport report) {
    Map<String, RTCStats> all = report.getStats();
    for (RTCStats stats : all.values()) {
      if (stats.getType() == RTCStatsType.TRANSPORT
          && stats.getAttributes().get("selectedCandidatePairId") instanceof String id) {
        RTCStats pair = all.get(id);
        return pair == null ? RtcStats.NONE : pair(all, pair);
      }
    }
    return RtcStats.NONE;
  }

  private static RtcStats pair(Map<String, RTCStats> all, RTCStats pair) {
    Map<String, Object> attributes = pair.getAttributes();
    double rttMs =
        attributes.get("currentRoundTripTime") instanceof Number seconds
            ? seconds.doubleValue() * 1000
            : -1;
    return new RtcStats(
        candidate(all, attributes.get("localCandidateId")),
        candidate(all, attributes.get("remoteCandidateId")),
        rttMs);
  }

  private static RtcStats.@Nullable Candidate candidate(
      Map<String, RTCStats> all, @Nullable Object id) {
    RTCStats stats = id instanceof String key ? all.get(key) : null;
    if (stats == null) {
      return null;
    }
    Map<String, Object> attributes = stats.getAttributes();
    return new RtcStats.Candidate(
        text(attributes, "address", text(attributes, "ip", "unknown"))
            + ":"
            + attributes.getOrDefault("port", "?"),
        new PairEnd(
            text(attributes, "candidateType", "unknown"),
            text(attributes, "protocol", "unknown"),
            text(attributes, "relayProtocol", "")));
  }

  private static String text(Map<String, Object> attributes, String name, String other) {
    return attributes.get(name) instanceof String text ? text : other;
  }
}

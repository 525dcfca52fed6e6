package dev.plait.peer.rtc;

import dev.onvoid.webrtc.RTCStats;
import dev.onvoid.webrtc.RTCStatsReport;
import dev.onvoid.webrtc.RTCStatsType;
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
        String.valueOf(attributes.getOrDefault("candidateType", "unknown")),
        attributes.getOrDefault("ip", attributes.getOrDefault("address", "unknown"))
            + ":"
            + attributes.getOrDefault("port", "?"),
        String.valueOf(attributes.getOrDefault("protocol", "unknown")));
  }
}

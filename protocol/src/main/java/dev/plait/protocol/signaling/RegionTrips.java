package dev.plait.protocol.signaling;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How far away the regions of the service are, as this device has measured it (SIG-13). Says when
 * to measure, and what to tell the server with the next question for ICE servers. Not thread-safe:
 * one owner thread.
 */
public final class RegionTrips {
  /**
   * A region of the service.
   *
   * @param name lower-case letters, digits and hyphens, at most 32
   * @param url a {@code stun:} URL of a server there
   */
  public record Region(String name, String url) {
    private boolean canBeMeasured() {
      return name.matches("[a-z0-9-]{1,32}") && url.startsWith("stun:");
    }
  }

  /** Most regions that are measured: a server is told the round trips to no more. */
  public static final int REGIONS_MAX = 16;

  /** How long a measurement is good for: distances change when people travel. */
  public static final long GOOD_FOR_MS = 3_600_000;

  /** Longest wait for an answer of a region; farther ones are not worth knowing. */
  public static final long MEASURE_MS = 2_000;

  private List<Region> regions = List.of();
  private final Map<String, Long> tripsMs = new LinkedHashMap<>();
  private long measureAtMs;

  /**
   * The server named its regions; with less than two there is nothing to choose. One that is
   * against the rules is passed over.
   *
   * @return those to measure now, each answered by {@link #handleMeasured}; empty for none
   */
  public List<Region> handleRegions(List<Region> offered, long nowMs) {
    List<Region> named = offered.stream().filter(Region::canBeMeasured).limit(REGIONS_MAX).toList();
    if (named.size() < 2) {
      regions = List.of();
      tripsMs.clear();
      return List.of();
    }
    if (named.equals(regions) && nowMs < measureAtMs) {
      return List.of();
    }
    regions = named;
    measureAtMs = nowMs + GOOD_FOR_MS;
    tripsMs.clear();
    return regions;
  }

  /**
   * A region has answered. One that does not is not named to the server, which takes it for far
   * away.
   */
  public void handleMeasured(Region region, long tripMs) {
    if (regions.contains(region) && tripMs >= 0 && tripMs <= MEASURE_MS) {
      tripsMs.put(region.name(), tripMs);
    }
  }

  /** Whether all regions have answered. */
  public boolean complete() {
    return !regions.isEmpty() && tripsMs.size() == regions.size();
  }

  /** The device is on another network: the next answer of the server is measured anew. */
  public void handleNetworkChanged() {
    measureAtMs = 0;
  }

  /** For the parameter {@code rtt}: {@code eu:23,us:110}; empty when nothing is known. */
  public String told() {
    return tripsMs.entrySet().stream()
        .map(trip -> trip.getKey() + ":" + trip.getValue())
        .collect(Collectors.joining(","));
  }
}

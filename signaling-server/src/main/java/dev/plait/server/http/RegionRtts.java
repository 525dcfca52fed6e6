package dev.plait.server.http;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how far away a client says that the regions are. Stateless. */
final class RegionRtts {
  /** Name of the parameter of the query. */
  static final String PARAMETER = "rtt";

  /** Most regions that are told; a client is asked for eight. */
  private static final int REGIONS_MAX = 16;

  /** Longest round trip that is told, in milliseconds. */
  private static final int RTT_MAX_MS = 60_000;

  private static final Pattern ELEMENT = Pattern.compile("([a-z0-9-]{1,32}):([0-9]{1,5})");

  private RegionRtts() {}

  /**
   * Reads {@code region:milliseconds}, separated by commas.
   *
   * @throws BadInput unless there are 1 to 16 of them, each region once
   */
  static Map<String, Integer> parse(String text) {
    String[] elements = text.split(",", REGIONS_MAX + 1);
    if (elements.length > REGIONS_MAX) {
      throw bad("must name at most " + REGIONS_MAX + " regions");
    }
    Map<String, Integer> rttMs = new HashMap<>();
    for (String element : elements) {
      Matcher parts = ELEMENT.matcher(element);
      if (!parts.matches() || Integer.parseInt(parts.group(2)) > RTT_MAX_MS) {
        throw bad("must be region:milliseconds, separated by commas, such as eu:23,us:110");
      }
      if (rttMs.put(parts.group(1), Integer.valueOf(parts.group(2))) != null) {
        throw bad("must name each region once");
      }
    }
    return rttMs;
  }

  private static BadInput bad(String problem) {
    return BadInput.field(PARAMETER, problem);
  }
}

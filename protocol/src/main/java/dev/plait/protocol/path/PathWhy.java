package dev.plait.protocol.path;

import java.util.ArrayList;
import java.util.List;

/** Says in one sentence why entries go the way they go (PTH-6). Stateless. */
public final class PathWhy {
  private PathWhy() {}

  /** The sentence for a person. */
  public static String sentence(Via via, ChannelTries tries) {
    return switch (via) {
      case NONE ->
          "No way now: messages wait on this device until the server or the other device answers.";
      case RELAY -> "By the server's relay: " + relayed(tries) + ".";
      case DIRECT -> "Direct: both networks let the devices reach each other.";
      case DIRECT_TCP -> "Direct over TCP: no UDP passes between the two networks.";
      case TURN_UDP ->
          "By TURN: the two networks do not let the devices reach each other directly.";
      case TURN_TCP -> "By TURN over TCP: your network lets no UDP pass.";
      case TURN_TLS -> "By TURN over TLS: your network lets only web traffic pass.";
      case TURN_REMOTE ->
          "By the other side's TURN server: the two networks do not let the devices reach each"
              + " other directly.";
    };
  }

  private static String relayed(ChannelTries tries) {
    return switch (tries.rung()) {
      case "absent" -> tries.reason();
      case "stopped" -> "no direct way is kept to this device now";
      case "suspect", "restarting" -> "the direct way stopped answering and is being repaired";
      case "open" -> "the direct way does not answer yet";
      default -> unconnected(tries);
    };
  }

  private static String unconnected(ChannelTries tries) {
    if (tries.reason().equals("peer-left")) {
      return "the other device wants no direct way now";
    }
    if (tries.failures() == 0) {
      return "a direct way is being tried";
    }
    String times = tries.failures() == 1 ? "once" : tries.failures() + " times";
    return "no direct way was found (tried " + times + " with " + means(tries.gathered()) + ")";
  }

  private static String means(List<String> gathered) {
    List<String> means = new ArrayList<>(List.of("own addresses"));
    if (gathered.contains("srflx")) {
      means.add("STUN");
    }
    if (gathered.contains("relay")) {
      means.add("TURN");
    }
    return String.join(", ", means);
  }
}

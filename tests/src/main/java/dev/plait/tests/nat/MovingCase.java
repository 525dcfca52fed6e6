package dev.plait.tests.nat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What happens to a network while two peers talk, and what may come of it. */
enum MovingCase {
  /** The peer gets another address, and its NAT too, as one who walks from one net to another. */
  ROAM("roam", NetworkKind.PORT_RESTRICTED, NetworkKind.PORT_RESTRICTED, "direct", "direct") {
    @Override
    void change(Laboratory laboratory, Pair<JavaTalker> pair) throws Exception {
      pair.left().roam();
    }

    @Override
    boolean breaks() {
      return true;
    }
  },
  /** No packet of UDP leaves any more. */
  CUT_UDP(
      "cut-udp", NetworkKind.PORT_RESTRICTED, NetworkKind.PORT_RESTRICTED, "direct", "turn-tcp") {
    @Override
    void change(Laboratory laboratory, Pair<JavaTalker> pair) throws Exception {
      pair.left().rules(NetworkKind.TCP_ONLY);
    }
  },
  /** Nothing passes for a minute. */
  CUT_ALL("cut-all", NetworkKind.PORT_RESTRICTED, NetworkKind.PORT_RESTRICTED, "direct", "direct") {
    @Override
    void change(Laboratory laboratory, Pair<JavaTalker> pair) throws Exception {
      pair.left().cut(true);
      Thread.sleep(CUT_MS);
      pair.left().cut(false);
    }

    @Override
    long pauseLimitMs() {
      return CUT_MS + 12_000;
    }
  },
  /** One of the two TURN servers is killed with -9, then the other instead. */
  KILL_TURN("kill-turn", NetworkKind.SYMMETRIC, NetworkKind.SYMMETRIC, "turn-udp", "turn-udp") {
    @Override
    void change(Laboratory laboratory, Pair<JavaTalker> pair) throws Exception {
      for (TurnServer server : laboratory.turnServers()) {
        server.kill();
        Thread.sleep(DOWN_MS);
        server.restart();
      }
    }
  },
  /** Both are killed, and start again after ten seconds. */
  KILL_ALL_TURN(
      "kill-all-turn", NetworkKind.SYMMETRIC, NetworkKind.SYMMETRIC, "turn-udp", "turn-udp") {
    @Override
    void change(Laboratory laboratory, Pair<JavaTalker> pair) throws Exception {
      for (TurnServer server : laboratory.turnServers()) {
        server.kill();
      }
      Thread.sleep(DOWN_MS);
      for (TurnServer server : laboratory.turnServers()) {
        server.restart();
      }
    }

    @Override
    long recoveredLimitMs() {
      return 90_000;
    }
  },
  /** Credentials run out twice, one lifetime after the other. */
  EXPIRE("expire", NetworkKind.SYMMETRIC, NetworkKind.SYMMETRIC, "turn-udp", "turn-udp") {
    @Override
    void change(Laboratory laboratory, Pair<JavaTalker> pair) throws Exception {
      Thread.sleep(2 * Laboratory.CREDENTIAL_LIFETIME_S * 1_000L + DOWN_MS);
    }
  },
  /** The NAT turns into one that direct paths get through. */
  UPGRADE("upgrade", NetworkKind.SYMMETRIC, NetworkKind.PORT_RESTRICTED, "turn-udp", "direct") {
    @Override
    void change(Laboratory laboratory, Pair<JavaTalker> pair) throws Exception {
      pair.left().rules(NetworkKind.PORT_RESTRICTED);
    }

    @Override
    long recoveredLimitMs() {
      return 90_000;
    }
  },
  /** One device sleeps for half a minute. */
  SLEEP("sleep", NetworkKind.PORT_RESTRICTED, NetworkKind.PORT_RESTRICTED, "direct", "direct") {
    @Override
    void change(Laboratory laboratory, Pair<JavaTalker> pair) throws Exception {
      String pid = Long.toString(pair.grace().side().pid());
      Shell.run(List.of("kill", "-STOP", pid));
      Thread.sleep(ASLEEP_MS);
      Shell.run(List.of("kill", "-CONT", pid));
    }

    @Override
    long pauseLimitMs() {
      return ASLEEP_MS + 5_000;
    }
  };

  private static final long CUT_MS = 60_000;
  private static final long DOWN_MS = 10_000;
  private static final long ASLEEP_MS = 30_000;

  private final String slug;
  private final NetworkKind one;
  private final NetworkKind other;
  private final String before;
  private final String after;

  MovingCase(String slug, NetworkKind one, NetworkKind other, String before, String after) {
    this.slug = slug;
    this.one = one;
    this.other = other;
    this.before = before;
    this.after = after;
  }

  static Optional<MovingCase> of(String slug) {
    return Arrays.stream(values()).filter(one -> one.slug.equals(slug)).findFirst();
  }

  String slug() {
    return slug;
  }

  NetworkKind one() {
    return one;
  }

  NetworkKind other() {
    return other;
  }

  /** The path that the case begins on. */
  String before() {
    return before;
  }

  /** The path that it ends on. */
  String after() {
    return after;
  }

  /** Does it; back when the network is what it stays. */
  abstract void change(Laboratory laboratory, Pair<JavaTalker> pair) throws Exception;

  /** Whether the path dies without having been left at the end of the change. */
  boolean breaks() {
    return false;
  }

  /** How long nothing may arrive: one missed pong, and the relay goes on. */
  long pauseLimitMs() {
    return 2_000;
  }

  /** How long it may take from the end of the change to the last path. */
  long recoveredLimitMs() {
    return 30_000;
  }
}

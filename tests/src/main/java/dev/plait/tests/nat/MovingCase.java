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

    // The connection to the server dies too, and has to be noticed and made anew first.
    @Override
    long pauseLimitMs() {
      return 4_000;
    }
  },
  /** No packet of UDP passes any more, either way. */
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
      pair.left().cutAll();
      Elapse.ms(CUT_MS);
      pair.left().mend();
    }

    @Override
    long pauseLimitMs() {
      return CUT_MS + 12_000;
    }
  },
  /** The direct path dies and comes back, many times: what that costs, as users feel it. */
  DIES_OFTEN(
      "dies-often", NetworkKind.PORT_RESTRICTED, NetworkKind.PORT_RESTRICTED, "direct", "direct") {
    @Override
    void change(Laboratory laboratory, Pair<JavaTalker> pair) throws Exception {
      for (int i = 0; i < CUTS; i++) {
        pair.left().cutUdp();
        Elapse.ms(CUT_SHORTLY_MS);
        pair.left().mend();
        pair.awaitPath("direct", recoveredLimitMs());
      }
    }

    @Override
    int cuts() {
      return CUTS;
    }
  },
  /** One of the two TURN servers is killed with -9, then the other instead. */
  KILL_TURN("kill-turn", NetworkKind.SYMMETRIC, NetworkKind.SYMMETRIC, "turn-udp", "turn-udp") {
    @Override
    void change(Laboratory laboratory, Pair<JavaTalker> pair) throws Exception {
      for (TurnServer server : laboratory.turnServers()) {
        server.kill();
        Elapse.ms(DOWN_MS);
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
      Elapse.ms(DOWN_MS);
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
      Elapse.ms(2 * Laboratory.CREDENTIAL_LIFETIME_S * 1_000L + DOWN_MS);
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
      return 45_000; // a second try comes after 30 s
    }
  },
  /** One device sleeps for half a minute. */
  SLEEP("sleep", NetworkKind.PORT_RESTRICTED, NetworkKind.PORT_RESTRICTED, "direct", "direct") {
    @Override
    void change(Laboratory laboratory, Pair<JavaTalker> pair) throws Exception {
      String pid = Long.toString(pair.grace().side().pid());
      Shell.run(List.of("kill", "-STOP", pid));
      Elapse.ms(ASLEEP_MS);
      Shell.run(List.of("kill", "-CONT", pid));
    }

    @Override
    long pauseLimitMs() {
      return ASLEEP_MS + 5_000;
    }
  };

  private static final int CUTS = 20;
  private static final long CUT_SHORTLY_MS = 4_000;
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

  /** How often the path dies; of that many pauses on each side the worst twentieth is left out. */
  int cuts() {
    return 1;
  }

  /** How long nothing may arrive: a pong is late, and the relay helps. */
  long pauseLimitMs() {
    return 2_000;
  }

  /** How long it may take from the end of the change to the last path. */
  long recoveredLimitMs() {
    return 30_000;
  }
}

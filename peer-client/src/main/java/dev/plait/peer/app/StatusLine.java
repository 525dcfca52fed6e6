package dev.plait.peer.app;

import dev.plait.peer.core.PeerEvent;
import dev.plait.protocol.wire.Frame;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What stands below the line being edited: whether there is a server, whom one talks to and how,
 * how far the last message came, who types. Told on the event thread, read on any; lives as long as
 * the chat.
 *
 * <p>Invariants: it speaks of the present conversation only; who types no more, or says so no more,
 * is left out; it is one line, however names are chosen.
 */
final class StatusLine {
  /** Somebody who says no more that they type has stopped. */
  private static final long TYPING_ENDS_MS = 6_000;

  private record Typist(UUID device, long sinceMs) {}

  private final People people;
  private final OwnMessages own;
  private final Map<UUID, String> paths = new ConcurrentHashMap<>();
  private volatile @Nullable Typist typist;
  private volatile String connection = "";
  private volatile String whyOffline = "";

  StatusLine(People people, OwnMessages own) {
    this.people = people;
    this.own = own;
  }

  /**
   * The line.
   *
   * @param roster of the present conversation; null for none
   */
  String text(Frame.@Nullable Roster roster, long nowMs) {
    StringBuilder line = new StringBuilder(connection.isEmpty() ? "" : "! " + connection + " | ");
    if (roster == null) {
      return line.append("nobody to talk to yet: /to NAME").toString();
    }
    line.append(people.title(roster)).append(' ').append(people.presence(roster));
    roster.members().stream()
        .flatMap(member -> member.devices().stream())
        .map(paths::get)
        .filter(Objects::nonNull)
        .findFirst()
        .ifPresent(path -> line.append(" | path: ").append(path));
    String ticks = own.summary(roster.conversation());
    line.append(ticks.isEmpty() ? "" : " | last: " + ticks);
    Typist now = typist;
    if (now != null && nowMs - now.sinceMs() < TYPING_ENDS_MS) {
      line.append(" | ").append(people.name(now.device())).append(" is typing");
    }
    line.append(whyOffline.isEmpty() ? "" : " | " + whyOffline);
    return line.toString();
  }

  /** Somebody in the present conversation types. */
  void types(UUID device, long nowMs) {
    typist = new Typist(device, nowMs);
  }

  /** That device types no more; another may (SES-9). */
  void stopsTyping(UUID device) {
    Typist now = typist;
    if (now != null && now.device().equals(device)) {
      typist = null;
    }
  }

  /** Another conversation is the present one. */
  void nobodyTypes() {
    typist = null;
  }

  /** Messages to a device go another way. */
  void path(UUID device, String path) {
    paths.put(device, path);
  }

  /**
   * The connection to the server is another one.
   *
   * @return what a person has to know at once; empty for nothing
   */
  String connected(PeerEvent.Connection state, String reason) {
    connection =
        switch (state) {
          case ONLINE -> "";
          case OFFLINE -> "no server";
          case STOPPED -> "disconnected for good: " + reason;
        };
    whyOffline = state == PeerEvent.Connection.OFFLINE ? reason : "";
    return state == PeerEvent.Connection.STOPPED ? connection : "";
  }
}

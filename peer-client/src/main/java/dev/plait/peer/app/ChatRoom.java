package dev.plait.peer.app;

import dev.plait.peer.Outgoing;
import dev.plait.peer.PathInfo;
import dev.plait.peer.Peer;
import dev.plait.peer.PeerException;
import dev.plait.peer.core.PeerEvent;
import dev.plait.peer.outbox.TranscriptEntry;
import dev.plait.protocol.clock.HybridClock;
import dev.plait.protocol.delivery.Status;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a chat shows and understands. Lines come from the reading thread, events from the peer's
 * event thread; output goes above the line being edited.
 */
final class ChatRoom {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());
  private static final int HISTORY_LINES = 30;
  private static final String HELP =
      """
      /to NAME      talk to somebody (or /to TITLE for a group)
      /accept       accept the request of the present conversation
      /who          members, and who is there
      /path         how messages travel, and why
      /history      the last messages
      /quit         end
      Ticks: . queued   > sent   + stored by the server   v delivered   vv read""";

  private final Peer peer;
  private final Consumer<String> printer;
  private final Map<UUID, Frame.Roster> rosters = new ConcurrentHashMap<>();
  private final Map<UUID, String> presence = new ConcurrentHashMap<>();
  private final Map<UUID, String> badges = new ConcurrentHashMap<>();
  private volatile @Nullable UUID current;

  ChatRoom(Peer peer, Consumer<String> printer) {
    this.peer = peer;
    this.printer = printer;
  }

  void say(String line) {
    printer.accept(line);
  }

  void start() {
    peer.conversations().forEach(roster -> rosters.put(roster.conversation(), roster));
    say("Hello " + peer.handle() + ". /help shows what you can do.");
    for (Frame.Roster roster : rosters.values()) {
      say("  " + title(roster));
    }
    if (rosters.size() == 1) {
      enter(rosters.values().iterator().next());
    }
  }

  String prompt() {
    UUID conversation = current;
    Frame.Roster roster = conversation == null ? null : rosters.get(conversation);
    return roster == null ? "> " : title(roster) + badge(roster) + "> ";
  }

  private String badge(Frame.Roster roster) {
    return roster.members().stream()
        .flatMap(member -> member.devices().stream())
        .filter(device -> !device.equals(peer.device()))
        .map(badges::get)
        .filter(java.util.Objects::nonNull)
        .findFirst()
        .map(path -> " [" + path + "]")
        .orElse("");
  }

  private String title(Frame.Roster roster) {
    if (!roster.title().isEmpty()) {
      return roster.title();
    }
    return roster.members().stream()
        .filter(member -> !member.account().equals(peer.account()))
        .map(Member::handle)
        .reduce((a, b) -> a + ", " + b)
        .orElse("myself");
  }

  /** Does what a line says; false when it ends the chat. */
  boolean obey(String line) {
    String text = line.strip();
    if (text.isEmpty()) {
      return true;
    }
    if (text.equals("/quit")) {
      return false;
    }
    try {
      if (text.startsWith("/")) {
        command(text);
      } else {
        send(text);
      }
    } catch (PeerException e) {
      say("! " + e.getMessage());
    }
    return true;
  }

  private void command(String text) throws PeerException {
    String[] words = text.split("\\s+", 2);
    switch (words[0]) {
      case "/help" -> say(HELP);
      case "/to" -> to(words.length > 1 ? words[1].strip() : "");
      case "/who" -> who();
      case "/path" -> path();
      case "/history" -> history();
      case "/accept" -> {
        UUID conversation = current;
        if (conversation != null) {
          peer.accept(conversation);
        }
      }
      default -> say("! unknown: " + words[0] + "; /help shows all");
    }
  }

  private void to(String name) throws PeerException {
    if (name.isEmpty()) {
      say("! /to NAME");
      return;
    }
    for (Frame.Roster roster : rosters.values()) {
      if (title(roster).equalsIgnoreCase(name)) {
        enter(roster);
        return;
      }
    }
    Frame.Roster opened = peer.openDirect(name);
    rosters.put(opened.conversation(), opened);
    enter(opened);
  }

  private void enter(Frame.Roster roster) {
    current = roster.conversation();
    history();
    peer.markRead(roster.conversation());
  }

  private void who() {
    Frame.Roster roster = roster();
    if (roster == null) {
      return;
    }
    for (Member member : roster.members()) {
      String state = presence.getOrDefault(member.account(), "");
      say(
          "  "
              + member.handle()
              + (member.accepted() ? "" : " (has not accepted yet)")
              + (state.isEmpty() ? "" : " " + state));
    }
  }

  private Frame.@Nullable Roster roster() {
    UUID conversation = current;
    Frame.Roster roster = conversation == null ? null : rosters.get(conversation);
    if (roster == null) {
      say("! nobody to talk to yet: /to NAME");
    }
    return roster;
  }

  private void path() {
    Frame.Roster roster = roster();
    if (roster == null) {
      return;
    }
    for (PathInfo info : peer.paths(roster.conversation())) {
      say(
          "  "
              + name(roster.conversation(), info.device())
              + ": "
              + info.path()
              + " ("
              + info.reason()
              + ")"
              + (info.candidatePair().isEmpty() ? "" : ", " + info.candidatePair())
              + (info.rttMs() > 0 ? ", " + info.rttMs() + " ms" : ""));
      info.tried().forEach(what -> say("    tried " + what));
    }
  }

  private void history() {
    UUID conversation = current;
    if (conversation != null) {
      List<TranscriptEntry> rows = peer.history(conversation, HISTORY_LINES);
      for (TranscriptEntry row : rows) {
        show(
            conversation,
            row.stream().device(),
            row.entry().hlc(),
            Bodies.show(row.entry().body()));
      }
    }
  }

  private void show(UUID conversation, UUID device, long hlc, String text) {
    if (!text.isEmpty()) {
      say(
          TIME.format(Instant.ofEpochMilli(HybridClock.toMs(hlc)))
              + " "
              + name(conversation, device)
              + ": "
              + text);
    }
  }

  private String name(UUID conversation, UUID device) {
    if (device.equals(peer.device())) {
      return "me";
    }
    Frame.Roster roster = rosters.get(conversation);
    if (roster != null) {
      for (Member member : roster.members()) {
        if (member.devices().contains(device)) {
          return member.displayName();
        }
      }
    }
    return "somebody who left";
  }

  private void send(String text) {
    Frame.Roster roster = roster();
    if (roster == null) {
      return;
    }
    Outgoing outgoing = peer.send(roster.conversation(), Bodies.text(text));
    Map<Status, Boolean> shown = new HashMap<>();
    outgoing.onChange(
        changed -> {
          Status status = changed.status();
          if (status.compareTo(Status.STORED) >= 0 && shown.put(status, true) == null) {
            say("      " + tick(status) + " " + abbreviate(text));
          }
        });
  }

  private static String tick(Status status) {
    return switch (status) {
      case QUEUED -> ".";
      case SENT -> ">";
      case STORED -> "+";
      case DELIVERED -> "v";
      case READ -> "vv";
      case REFUSED -> "x";
    };
  }

  private static String abbreviate(String text) {
    return text.length() <= 40 ? text : text.substring(0, 39) + "…";
  }

  /** Shows what happened. */
  void handle(PeerEvent event) {
    switch (event) {
      case PeerEvent.MessageArrived(var stream, var entry, var _) -> {
        String text = Bodies.show(entry.body());
        boolean here = stream.conversation().equals(current);
        if (!text.isEmpty() && !here) {
          say("(in another conversation)");
        }
        show(stream.conversation(), stream.device(), entry.hlc(), text);
        if (here && !text.isEmpty()) {
          peer.markRead(stream.conversation());
        }
      }
      case PeerEvent.RosterChanged(var roster) -> {
        if (rosters.put(roster.conversation(), roster) == null) {
          say("* new conversation with " + title(roster) + "; /to " + title(roster));
        }
      }
      case PeerEvent.ConversationGone(var conversation) -> rosters.remove(conversation);
      case PeerEvent.PresenceChanged(var account, var state, var _) ->
          presence.put(account, state.name().toLowerCase(Locale.ROOT));
      case PeerEvent.TypingChanged(var conversation, var device, boolean active) -> {
        if (active && conversation.equals(current)) {
          say("* " + name(conversation, device) + " is typing");
        }
      }
      case PeerEvent.PathChanged(var device, var path, var _, var reason) -> {
        String before = badges.put(device, path);
        if (before != null && !before.equals(path)) {
          say("* path: " + path + " (" + reason + ")");
        }
      }
      case PeerEvent.ConnectionChanged(var state, var reason, var _) -> {
        if (state == PeerEvent.Connection.STOPPED) {
          say("! disconnected for good: " + reason);
        } else {
          say("* " + state.name().toLowerCase(Locale.ROOT) + " (" + reason + ")");
        }
      }
      case PeerEvent.Undelivered(var _, var _, var _, var code, boolean retryable) ->
          say("! not delivered: " + code + (retryable ? "; trying again" : ""));
      case PeerEvent.Warning(var message) -> say("! " + message);
      case PeerEvent.StatusChanged _, PeerEvent.CaughtUp _ -> {}
    }
  }
}

package dev.plait.peer.app;

import dev.plait.peer.Outgoing;
import dev.plait.peer.PathInfo;
import dev.plait.peer.Peer;
import dev.plait.peer.PeerException;
import dev.plait.peer.core.PeerEvent;
import dev.plait.peer.outbox.TranscriptEntry;
import dev.plait.protocol.clock.HybridClock;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Frame;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What a chat understands and shows. Lines come from the reading thread, events from another. */
final class ChatRoom {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());
  private static final int HISTORY_LINES = 30;

  /** Others hear at most this often that somebody goes on typing. */
  private static final long TYPING_EVERY_MS = 3_000;

  /** Somebody who says no more that they type has stopped. */
  private static final long TYPING_ENDS_MS = 6_000;

  private static final String HELP =
      """
      /to NAME      talk to somebody (or /to TITLE for a group)
      /accept       accept the request of the present conversation
      /group TITLE  start a group, and talk in it
      /add NAME     invite somebody to this group
      /rename TITLE give this group another title
      /leave        leave this group
      /who          members, and who is there
      /path         how messages travel, and why
      /history      the last messages
      /quit         end
      Ticks: . queued   > sent   + stored by the server   v delivered   vv read   x refused""";

  private record Typist(String name, long sinceMs) {}

  private final Peer peer;
  private final ChatScreen screen;
  private final People people;
  private final OwnMessages own = new OwnMessages();
  private final Map<UUID, String> paths = new ConcurrentHashMap<>();
  private volatile @Nullable UUID current;
  private volatile @Nullable Typist typist;
  private volatile String connection = "";
  private volatile String whyOffline = "";
  private long typingSaidMs;

  ChatRoom(Peer peer, ChatScreen screen) {
    this.peer = peer;
    this.screen = screen;
    this.people = new People(peer);
  }

  void start() {
    screen.say("Hello " + peer.handle() + ". /help shows what you can do.");
    people.rosters().forEach(roster -> screen.say("  " + people.title(roster)));
    if (people.rosters().size() == 1) {
      enter(people.rosters().iterator().next());
    }
  }

  String prompt() {
    Frame.Roster roster = people.roster(current);
    return roster == null ? "> " : people.title(roster) + "> ";
  }

  /** What stands below the line being edited. */
  String status(long nowMs) {
    Frame.Roster roster = people.roster(current);
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
      line.append(" | ").append(now.name()).append(" is typing");
    }
    line.append(whyOffline.isEmpty() ? "" : " | " + whyOffline);
    return line.toString();
  }

  /** A key was pressed on a message; called on the reading thread. */
  void type(String line, long nowMs) {
    UUID conversation = current;
    if (conversation != null
        && !line.isBlank()
        && !line.startsWith("/")
        && nowMs - typingSaidMs >= TYPING_EVERY_MS) {
      typingSaidMs = nowMs;
      peer.typing(conversation, true);
    }
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
      screen.say("! " + e.getMessage());
    }
    return true;
  }

  /**
   * Waits for what was said, and tells how far it came.
   *
   * @return the exit code that {@code send} would have
   */
  int settle(long waitS) {
    return own.settle(waitS);
  }

  private void command(String text) throws PeerException {
    String[] words = text.split("\\s+", 2);
    String rest = words.length > 1 ? words[1].strip() : "";
    switch (words[0]) {
      case "/help" -> screen.say(HELP);
      case "/to" -> to(rest);
      case "/group", "/add", "/rename" -> {
        if (rest.isEmpty()) {
          screen.say("! " + words[0] + (words[0].equals("/add") ? " NAME" : " TITLE"));
        } else {
          group(words[0], rest);
        }
      }
      case "/leave" -> leave();
      case "/who" -> who();
      case "/path" -> path();
      case "/history" -> history();
      case "/accept" -> {
        Frame.Roster roster = here();
        if (roster != null) {
          peer.accept(roster.conversation());
          screen.say("* accepted");
        }
      }
      default -> screen.say("! unknown: " + words[0] + "; /help shows all");
    }
  }

  private void to(String name) throws PeerException {
    if (name.isEmpty()) {
      screen.say("! /to NAME");
      return;
    }
    Frame.Roster known = people.titled(name).orElse(null);
    Frame.Roster roster = known == null ? peer.openDirect(name) : known;
    people.put(roster);
    enter(roster);
  }

  private void group(String command, String rest) throws PeerException {
    if (command.equals("/group")) {
      Frame.Roster made = peer.createGroup(rest, List.of());
      people.put(made);
      enter(made);
      screen.say("* /add NAME invites somebody");
      return;
    }
    Frame.Roster roster = here();
    if (roster == null) {
      return;
    }
    if (command.equals("/add")) {
      peer.addMember(roster.conversation(), rest);
      screen.say("* " + SafeText.line(rest) + " is invited");
    } else {
      peer.rename(roster.conversation(), rest);
    }
  }

  private void leave() throws PeerException {
    Frame.Roster roster = here();
    if (roster != null) {
      peer.leave(roster.conversation());
      screen.say("* you have left " + people.title(roster));
      people.remove(roster.conversation());
      current = null;
    }
  }

  private void enter(Frame.Roster roster) {
    current = roster.conversation();
    typist = null;
    history();
    peer.markRead(roster.conversation());
    screen.refresh();
  }

  private Frame.@Nullable Roster here() {
    Frame.Roster roster = people.roster(current);
    if (roster == null) {
      screen.say("! nobody to talk to yet: /to NAME");
    }
    return roster;
  }

  private void who() {
    Frame.Roster roster = here();
    if (roster != null) {
      roster.members().forEach(member -> screen.say("  " + people.describe(member)));
    }
  }

  private void path() {
    Frame.Roster roster = here();
    if (roster == null) {
      return;
    }
    for (PathInfo info : peer.paths(roster.conversation())) {
      String pair = info.candidatePair().isEmpty() ? "" : ", " + info.candidatePair();
      String trip = info.rttMs() > 0 ? ", " + info.rttMs() + " ms" : "";
      String who = people.name(roster.conversation(), info.device());
      screen.say("  " + who + ": " + info.path() + " (" + info.reason() + ")" + pair + trip);
      screen.say("    " + info.why());
      info.tried().forEach(what -> screen.say("    tried " + what));
    }
  }

  private void history() {
    UUID conversation = current;
    if (conversation != null) {
      for (TranscriptEntry row : peer.history(conversation, HISTORY_LINES)) {
        var entry = row.entry();
        String tick = own.tick(entry.id());
        show(conversation, row.stream().device(), entry.hlc(), entry.body(), tick);
      }
    }
  }

  private void show(UUID conversation, UUID device, long hlc, Bytes body, String tick) {
    String text = Bodies.show(body);
    if (!text.isEmpty()) {
      String time = TIME.format(Instant.ofEpochMilli(HybridClock.toMs(hlc)));
      String who = people.name(conversation, device);
      screen.say(time + " " + who + ": " + text + (tick.isEmpty() ? "" : "  " + tick));
    }
  }

  private void send(String text) {
    Frame.Roster roster = here();
    if (roster == null) {
      return;
    }
    UUID conversation = roster.conversation();
    if (typingSaidMs > 0) {
      typingSaidMs = 0;
      peer.typing(conversation, false);
    }
    Outgoing outgoing = peer.send(conversation, Bodies.text(text));
    own.add(conversation, outgoing);
    outgoing.onChange(_ -> screen.refresh());
    var _ =
        outgoing
            .accepted()
            .whenComplete(
                (place, failure) -> {
                  if (failure != null) {
                    Throwable cause =
                        failure instanceof CompletionException ? failure.getCause() : failure;
                    screen.say("! not sent: " + (cause == null ? failure : cause).getMessage());
                  }
                });
  }

  /** Shows what happened. */
  void handle(PeerEvent event) {
    switch (event) {
      case PeerEvent.MessageArrived(var stream, var entry, var _) ->
          arrived(stream.conversation(), stream.device(), entry.hlc(), entry.body());
      case PeerEvent.RosterChanged(var roster) -> {
        if (people.put(roster) && people.isRequest(roster)) {
          String title = people.title(roster);
          screen.say("* " + title + " asks to talk with you: /to " + title + ", then /accept");
        }
      }
      case PeerEvent.ConversationGone(var conversation) -> people.remove(conversation);
      case PeerEvent.PresenceChanged(var account, var state, var _) -> people.see(account, state);
      case PeerEvent.TypingChanged(var conversation, var device, boolean active) -> {
        if (conversation.equals(current)) {
          String who = people.name(conversation, device);
          typist = active ? new Typist(who, System.currentTimeMillis()) : null;
        }
      }
      case PeerEvent.PathChanged(var device, var path, var _, var _) -> paths.put(device, path);
      case PeerEvent.ConnectionChanged(var state, var reason, var _) -> connected(state, reason);
      case PeerEvent.Undelivered(var _, var _, var _, var code, boolean retryable) ->
          screen.say("! not delivered: " + code + (retryable ? "; trying again" : ""));
      case PeerEvent.Warning(var message) -> screen.say("! " + message);
      case PeerEvent.EpochBegun(var message, var _) -> screen.say("! " + message);
      case PeerEvent.StatusChanged _, PeerEvent.CaughtUp _ -> {}
    }
  }

  private void arrived(UUID conversation, UUID device, long hlc, Bytes body) {
    boolean here = conversation.equals(current);
    Frame.Roster roster = people.roster(conversation);
    if (!here && roster != null && !Bodies.show(body).isEmpty()) {
      screen.say("(in " + people.title(roster) + ")");
    }
    show(conversation, device, hlc, body, "");
    if (here) {
      typist = null;
      peer.markRead(conversation);
    }
  }

  private void connected(PeerEvent.Connection state, String reason) {
    connection =
        switch (state) {
          case ONLINE -> "";
          case OFFLINE -> "no server";
          case STOPPED -> "disconnected for good: " + reason;
        };
    whyOffline = state == PeerEvent.Connection.OFFLINE ? reason : "";
    if (state == PeerEvent.Connection.STOPPED) {
      screen.say("! " + connection);
    }
  }
}

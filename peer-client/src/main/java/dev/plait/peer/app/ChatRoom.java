package dev.plait.peer.app;

import dev.plait.peer.Outgoing;
import dev.plait.peer.PathInfo;
import dev.plait.peer.Peer;
import dev.plait.peer.PeerException;
import dev.plait.peer.core.ArrivedBy;
import dev.plait.peer.core.PeerEvent;
import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Frame;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What a chat understands and shows. Lines come from the reading thread, events from another. */
final class ChatRoom {
  /** Others hear at most this often that somebody goes on typing. */
  private static final long TYPING_EVERY_MS = 3_000;

  /** Somebody who says no more that they type has stopped. */
  private static final long TYPING_ENDS_MS = 6_000;

  private static final String HELP =
      """
      /to HANDLE    talk to somebody (or /to #1 to group 1)
      /list         all conversations
      /accept       accept the request of the present conversation
      /group TITLE  start a group, and talk in it
      /add NAME     invite somebody to this group
      /rename TITLE give this group another title
      /leave        leave this group
      /who          members, and who is there
      /path         how messages travel, and why
      /history      the last messages
      /quit         end
      Ticks: . queued   > sent   + stored by the server   v delivered   vv read   x refused\
      """;

  private record Typist(String name, long sinceMs) {}

  private final Peer peer;
  private final ChatScreen screen;
  private final People people;
  private final ChatFeed feed;
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
    this.feed = new ChatFeed(people, peer::history, own::tick, ZoneId.systemDefault(), screen::say);
  }

  void start() {
    screen.say("Hello " + peer.handle() + ". /help shows what you can do.");
    list();
    List<Frame.Roster> all = people.rosters();
    if (all.size() == 1
        && all.getFirst().kind() == ConversationKind.DIRECT
        && !people.isRequest(all.getFirst())) {
      enter(all.getFirst());
    }
  }

  private void list() {
    for (Frame.Roster roster : people.rosters()) {
      UUID conversation = roster.conversation();
      String unread = feed.unread(conversation, peer.readThrough(conversation));
      screen.say("  " + people.line(roster) + unread);
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
      case "/list" -> list();
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
          peer.markRead(roster.conversation());
        }
      }
      default -> screen.say("! unknown: " + words[0] + "; /help shows all");
    }
  }

  private void to(String written) throws PeerException {
    if (written.isEmpty()) {
      screen.say("! /to HANDLE, or /to #1 for a group; /list shows all");
      return;
    }
    Frame.Roster known = Recipients.known(written, people).orElse(null);
    if (known != null) {
      enter(known);
      return;
    }
    try {
      Frame.Roster opened = Recipients.open(written, peer);
      people.put(opened);
      enter(opened);
    } catch (PeerException e) {
      screen.say("! " + e.getMessage());
      choices(written);
    }
  }

  /** What others call themselves leads nowhere by itself. */
  private void choices(String written) {
    List<Frame.Roster> called = Recipients.called(written, people);
    if (!called.isEmpty()) {
      screen.say("! names and titles are chosen by their owners; say which one you mean:");
      called.forEach(one -> screen.say("  /to " + people.way(one) + "   " + people.line(one)));
    }
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
    feed.look(roster.conversation());
    read(roster);
    screen.refresh();
  }

  /** Whoever asks to be accepted does not hear that they were read. */
  private void read(Frame.@Nullable Roster roster) {
    if (roster != null && !people.isRequest(roster)) {
      peer.markRead(roster.conversation());
    }
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
      String who = people.name(info.device());
      screen.say("  " + who + ": " + info.path() + " (" + info.reason() + ")" + pair + trip);
      screen.say("    " + info.why());
      info.tried().forEach(what -> screen.say("    tried " + what));
    }
  }

  private void history() {
    Frame.Roster roster = here();
    if (roster != null) {
      feed.look(roster.conversation());
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
      case PeerEvent.MessageArrived(var stream, var entry, var by) -> {
        feed.arrived(stream, entry, by == ArrivedBy.STORE);
        typist = stream.conversation().equals(current) ? null : typist;
      }
      case PeerEvent.RosterChanged(var roster) -> {
        if (people.put(roster) && people.isRequest(roster)) {
          screen.say("* " + asks(roster));
        }
      }
      case PeerEvent.ConversationGone(var conversation) -> people.remove(conversation);
      case PeerEvent.PresenceChanged(var account, var state, var _) -> people.see(account, state);
      case PeerEvent.TypingChanged(var conversation, var device, boolean active) -> {
        if (conversation.equals(current)) {
          String who = people.name(device);
          typist = active ? new Typist(who, System.currentTimeMillis()) : null;
        }
      }
      case PeerEvent.PathChanged(var device, var path, var _, var _) -> paths.put(device, path);
      case PeerEvent.ConnectionChanged(var state, var reason, var _) -> connected(state, reason);
      case PeerEvent.Undelivered(var _, var _, var _, var code, boolean retryable) ->
          screen.say("! not delivered: " + code + (retryable ? "; trying again" : ""));
      case PeerEvent.Warning(var message) -> screen.say("! " + message);
      case PeerEvent.EpochBegun(var message, var _) -> {
        screen.say("! " + message);
        feed.readAgain();
      }
      case PeerEvent.CaughtUp() -> feed.catchUp(false);
      case PeerEvent.StatusChanged _ -> {}
    }
  }

  /** Shows what came with the events so far. */
  void flush() {
    UUID here = current;
    if (feed.flush(here)) {
      read(people.roster(here));
    }
  }

  private String asks(Frame.Roster roster) {
    String way = people.way(roster);
    String group = roster.kind() == ConversationKind.GROUP ? " in a group" : "";
    return people.title(roster)
        + " asks to talk with you"
        + group
        + ": /to "
        + way
        + ", then /accept";
  }

  private void connected(PeerEvent.Connection state, String reason) {
    feed.catchUp(state == PeerEvent.Connection.ONLINE);
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

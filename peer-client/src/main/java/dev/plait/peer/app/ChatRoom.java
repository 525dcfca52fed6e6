package dev.plait.peer.app;

import dev.plait.peer.Outgoing;
import dev.plait.peer.Peer;
import dev.plait.peer.PeerException;
import dev.plait.peer.core.ArrivedBy;
import dev.plait.peer.core.PeerEvent;
import dev.plait.peer.link.OpenRequest;
import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Frame;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What a chat understands and shows. Lines come from the reading thread, events from another. */
final class ChatRoom {
  /** Others hear at most this often that somebody goes on typing. */
  private static final long TYPING_EVERY_MS = 3_000;

  private final Peer peer;
  private final ChatScreen screen;
  private final People people;
  private final ChatFeed feed;
  private final OwnMessages own = new OwnMessages();
  private final StatusLine status;
  private final ChatCommands commands;
  private volatile @Nullable UUID current;
  private long typingSaidMs;

  ChatRoom(Peer peer, ChatScreen screen) {
    this.peer = peer;
    this.screen = screen;
    this.people = new People(peer);
    this.status = new StatusLine(people, own);
    this.commands = new ChatCommands(peer, screen, people, this);
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

  /** Shows all conversations. */
  void list() {
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
    return status.text(people.roster(current), nowMs);
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

  /** Does what a line says, or says it as it is; false when it ends the chat. */
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
        commands.run(text);
      } else {
        send(line);
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

  /** Talks in a conversation from now on. */
  void enter(Frame.Roster roster) {
    current = roster.conversation();
    status.nobodyTypes();
    feed.look(roster.conversation());
    if (people.isRequest(roster)) {
      look(roster);
    }
    read(roster);
    screen.refresh();
  }

  /**
   * What is said in a request comes once it is accepted; until then the server shows some of it.
   */
  private void look(Frame.Roster roster) {
    try {
      OpenRequest request = peer.request(roster.conversation());
      if (roster.kind() == ConversationKind.GROUP) {
        screen.say("* a group of " + request.members());
      }
      for (OpenRequest.Said said : request.entries()) {
        String words = SafeText.line(Bodies.words(said.body()));
        if (!words.isEmpty()) {
          screen.say("  " + people.nameOf(said.account()) + ": " + words);
        }
      }
      screen.say("* /accept, /decline or /block");
    } catch (PeerException away) {
      screen.say("! what they said cannot be shown now: " + away.getMessage());
    }
  }

  /** Whoever asks to be accepted does not hear that they were read. */
  private void read(Frame.@Nullable Roster roster) {
    if (roster != null && !people.isRequest(roster)) {
      peer.markRead(roster.conversation());
    }
  }

  /** The present conversation; without one says so, and null. */
  Frame.@Nullable Roster here() {
    Frame.Roster roster = people.roster(current);
    if (roster == null) {
      screen.say("! nobody to talk to yet: /to NAME");
    }
    return roster;
  }

  /** The present conversation is left: there is none until another is entered. */
  void left(UUID conversation) {
    people.remove(conversation);
    current = null;
  }

  /** Shows the last messages of the present conversation again. */
  void history() {
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
    own.add(conversation, text, outgoing);
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
        if (stream.conversation().equals(current) && Bodies.isTyped(entry.body())) {
          status.stopsTyping(stream.device());
        }
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
          if (active) {
            status.types(device, System.currentTimeMillis());
          } else {
            status.stopsTyping(device);
          }
        }
      }
      case PeerEvent.PathChanged(var device, var path, var _, var _) -> status.path(device, path);
      case PeerEvent.ConnectionChanged(var state, var reason, var _) -> connected(state, reason);
      case PeerEvent.Undelivered(var stream, var device, var seqs, var code, boolean retryable) -> {
        String which = (own.words(stream, seqs) + " not delivered to").strip();
        String why = RefusalWords.of(code) + (retryable ? "; trying again" : "");
        screen.say("! " + which + " " + people.name(device) + ": " + why);
      }
      case PeerEvent.Warning(var message) -> screen.say("! " + message);
      case PeerEvent.EpochBegun(var message, var _) -> {
        screen.say("! " + message);
        feed.readAgain();
      }
      case PeerEvent.CaughtUp() -> feed.catchUp(false);
      case PeerEvent.StatusChanged _, PeerEvent.TargetReplaced _ -> {}
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
    String over = status.connected(state, reason);
    if (!over.isEmpty()) {
      screen.say("! " + over);
    }
  }
}

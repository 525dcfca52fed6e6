package dev.plait.peer.app;

import dev.plait.peer.PathInfo;
import dev.plait.peer.Peer;
import dev.plait.peer.PeerException;
import dev.plait.protocol.wire.Frame;
import java.util.List;

/**
 * What a line that begins with a slash does. Used on the reading thread; lives as long as the chat.
 *
 * <p>Invariants: nobody is written to by a name or title that somebody else chose; a command that
 * is not understood, or not possible here, changes nothing and says why.
 */
final class ChatCommands {
  private static final String HELP =
      """
      /to HANDLE    talk to somebody (or /to #1 to group 1)
      /list         all conversations
      /accept       accept the request of the present conversation
      /decline      say no to it; they are not told, and may ask again
      /block        want nothing more of who asks; they are not told
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

  private final Peer peer;
  private final ChatScreen screen;
  private final People people;
  private final ChatRoom room;

  /** Commands of one room. */
  ChatCommands(Peer peer, ChatScreen screen, People people, ChatRoom room) {
    this.peer = peer;
    this.screen = screen;
    this.people = people;
    this.room = room;
  }

  /** Does what the line says; {@code /quit} is not for here. */
  void run(String text) throws PeerException {
    String[] words = text.split("\\s+", 2);
    String rest = words.length > 1 ? words[1].strip() : "";
    switch (words[0]) {
      case "/help" -> screen.say(HELP);
      case "/to" -> to(rest);
      case "/list" -> room.list();
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
      case "/history" -> room.history();
      case "/accept" -> {
        Frame.Roster roster = room.here();
        if (roster != null) {
          peer.accept(roster.conversation());
          screen.say("* accepted");
          peer.markRead(roster.conversation());
        }
      }
      case "/decline", "/block" -> no(words[0]);
      default -> screen.say("! unknown: " + words[0] + "; /help shows all");
    }
  }

  private void no(String command) throws PeerException {
    Frame.Roster roster = room.here();
    if (roster == null) {
      return;
    }
    if (command.equals("/block")) {
      peer.block(roster.conversation());
      screen.say("* blocked");
    } else {
      peer.decline(roster.conversation());
      screen.say("* declined");
    }
    room.left(roster.conversation());
  }

  private void to(String written) throws PeerException {
    if (written.isEmpty()) {
      screen.say("! /to HANDLE, or /to #1 for a group; /list shows all");
      return;
    }
    Frame.Roster known = Recipients.known(written, people).orElse(null);
    if (known != null) {
      room.enter(known);
      return;
    }
    try {
      Frame.Roster opened = Recipients.open(written, peer);
      people.put(opened);
      room.enter(opened);
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
      room.enter(made);
      screen.say("* /add NAME invites somebody");
      return;
    }
    Frame.Roster roster = room.here();
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
    Frame.Roster roster = room.here();
    if (roster != null) {
      peer.leave(roster.conversation());
      screen.say("* you have left " + people.title(roster));
      room.left(roster.conversation());
    }
  }

  private void who() {
    Frame.Roster roster = room.here();
    if (roster != null) {
      roster.members().forEach(member -> screen.say("  " + people.describe(member)));
    }
  }

  private void path() {
    Frame.Roster roster = room.here();
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
}

package dev.plait.peer.app;

import dev.plait.peer.Peer;
import dev.plait.peer.PeerException;
import dev.plait.protocol.transcript.ConversationName;
import dev.plait.protocol.transcript.PersonName;
import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whom a person means. A handle means one account, a number one group; what others chose (display
 * names, titles) means nobody, and only helps to name the choices (TRS-11).
 */
final class Recipients {
  private static final Pattern HANDLE = Pattern.compile("@?([A-Za-z0-9._-]{3,32})");
  private static final Pattern NUMBER = Pattern.compile("#(\\d{1,9})");

  private Recipients() {}

  /** The handle that was written, if it is one: it is as good as the server knows it. */
  static Optional<String> handle(String written) {
    var matcher = HANDLE.matcher(written);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** A conversation that is known here and meant by its handle or number, nothing else. */
  static Optional<Frame.Roster> known(String written, People people) {
    var number = NUMBER.matcher(written);
    if (number.matches()) {
      return people.numbered(Integer.parseInt(number.group(1)));
    }
    return handle(written).flatMap(people::direct);
  }

  /**
   * Opens the direct conversation with whoever has that handle. Blocks on the server where it is
   * not known here.
   *
   * @throws PeerException when it is no handle, or nobody's
   */
  static Frame.Roster open(String written, Peer peer) throws PeerException {
    String handle = handle(written).orElse(null);
    if (handle == null) {
      throw new PeerException("\"" + SafeText.line(written) + "\" is not a handle");
    }
    return peer.openDirect(handle);
  }

  /** The conversations that somebody may have called so, for a person to choose from. */
  static List<Frame.Roster> called(String written, People people) {
    return people.rosters().stream().filter(roster -> isCalled(roster, written, people)).toList();
  }

  private static boolean isCalled(Frame.Roster roster, String written, People people) {
    if (roster.kind() == ConversationKind.GROUP
        && same(ConversationName.of(roster, people.me()).name(), written)) {
      return true;
    }
    return roster.kind() == ConversationKind.DIRECT
        && roster.members().stream()
            .filter(member -> !member.account().equals(people.me()))
            .anyMatch(member -> same(shown(member), written));
  }

  private static String shown(Member member) {
    PersonName name = ConversationName.person(member);
    return name.name();
  }

  private static boolean same(String shown, String written) {
    return shown.equalsIgnoreCase(written.strip());
  }
}

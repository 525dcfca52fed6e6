package dev.plait.protocol.codec;

import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.Member;
import dev.plait.protocol.wire.PresenceState;
import dev.plait.protocol.wire.Renamed;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the frames about who is there: roster, gone, renamed, presence, typing, signal. */
final class PeopleReaders {
  private PeopleReaders() {}

  static Frame signal(Fields in) throws BadJsonException {
    return new Frame.Signal(
        in.uuid("conv"), in.uuid("device"), in.string("payload", Limits.SIGNAL_CHARS));
  }

  static Frame presence(Fields in) throws BadJsonException {
    return new Frame.Presence(in.uuid("account"), state(in), in.naturalOrZero("lastSeenMs"));
  }

  /** Whose it is and when it was, the server knows better. */
  static Frame presenceOfSelf(Fields in) throws BadJsonException {
    return new Frame.Presence(null, state(in), 0);
  }

  static Frame typing(Fields in) throws BadJsonException {
    return typing(in, in.uuid("device"));
  }

  /** Which device types, the server knows by the session. */
  static Frame typingOfSelf(Fields in) throws BadJsonException {
    return typing(in, null);
  }

  static Frame gone(Fields in) throws BadJsonException {
    return new Frame.Gone(in.uuid("conv"), in.natural("version"));
  }

  static Frame renamed(Fields in) throws BadJsonException {
    return new Renamed(
        in.uuid("account"),
        in.natural("version"),
        in.stringOrEmpty("displayName", Limits.TEXT_CHARS));
  }

  static Frame roster(Fields in) throws BadJsonException {
    String word = in.string("kind", Limits.TEXT_CHARS);
    ConversationKind kind = Scalars.constant(ConversationKind.values(), word);
    if (kind == null) {
      throw in.bad("kind", "must be direct or group");
    }
    List<Member> members = in.list("members", 0, Limits.TARGETS, PeopleReaders::member);
    return new Frame.Roster(
        in.uuid("conv"),
        in.natural("version"),
        kind,
        in.stringOrEmpty("title", Limits.TEXT_CHARS),
        members);
  }

  private static Frame typing(Fields in, @Nullable UUID device) throws BadJsonException {
    return new Frame.Typing(in.uuid("conv"), device, in.flag("active"));
  }

  private static Member member(Fields in) throws BadJsonException {
    return new Member(
        in.uuid("account"),
        in.string("handle", Limits.TEXT_CHARS),
        in.stringOrEmpty("displayName", Limits.TEXT_CHARS),
        in.naturalOrZero("nameVersion"),
        in.flag("owner"),
        in.flag("accepted"),
        in.uuids("devices", Limits.TARGETS),
        in.uuids("signedOut", Limits.TARGETS));
  }

  private static PresenceState state(Fields in) throws BadJsonException {
    String word = in.string("state", Limits.TEXT_CHARS);
    PresenceState state = Scalars.constant(PresenceState.values(), word);
    if (state == null) {
      throw in.bad("state", "must be online, away or offline");
    }
    return state;
  }
}

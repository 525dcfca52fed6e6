package dev.plait.protocol.codec;

import dev.plait.protocol.wire.CloseCode;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Limits;

/** Reads the frames that keep a session: hello, welcome, token, bye, ping and their answers. */
final class SessionReaders {
  private SessionReaders() {}

  static Frame hello(Fields in) throws BadJsonException {
    // Before anything else: another version may have other fields.
    if (in.integer("version", 0, Integer.MAX_VALUE) != Frame.VERSION) {
      throw new BadJsonException(
          CloseCode.BAD_VERSION, "hello.version: only " + Frame.VERSION + " is spoken here");
    }
    return new Frame.Hello(
        Frame.VERSION,
        in.uuid("device"),
        in.string("token", Limits.TOKEN_CHARS),
        in.unsigneds("incarnations", Limits.INCARNATIONS),
        in.naturalOrZero("changes"),
        in.naturalOrZero("latest"),
        in.stringOrEmpty("software", Limits.TEXT_CHARS));
  }

  static Frame welcome(Fields in) throws BadJsonException {
    return new Frame.Welcome(
        in.uuid("session"),
        in.uuid("account"),
        in.natural("serverTimeMs"),
        in.natural("tokenExpiresAtMs"),
        positive(in, "pingIntervalMs"),
        positive(in, "windowEntries"),
        positive(in, "windowBytes"),
        in.unsignedOrZero("lastIncarnation"));
  }

  static Frame changes(Fields in) throws BadJsonException {
    return new Frame.Changes(in.naturalOrZero("through"), in.flag("all"));
  }

  static Frame token(Fields in) throws BadJsonException {
    return new Frame.Token(in.string("token", Limits.TOKEN_CHARS));
  }

  static Frame tokenAccepted(Fields in) throws BadJsonException {
    return new Frame.TokenAccepted(in.natural("expiresAtMs"));
  }

  static Frame bye(Fields in) throws BadJsonException {
    CloseCode code = CloseCode.of(in.integer("code", 0, Integer.MAX_VALUE));
    if (code == null) {
      throw in.bad("code", "is not a close code");
    }
    return new Frame.Bye(
        code, in.stringOrEmpty("message", Limits.TEXT_CHARS), in.naturalOrZero("retryAfterMs"));
  }

  static Frame ping(Fields in) throws BadJsonException {
    return new Frame.Ping(in.natural("n"));
  }

  static Frame pong(Fields in) throws BadJsonException {
    return new Frame.Pong(in.natural("n"), in.natural("timeMs"));
  }

  private static int positive(Fields in, String name) throws BadJsonException {
    return (int) in.integer(name, 1, Integer.MAX_VALUE);
  }
}

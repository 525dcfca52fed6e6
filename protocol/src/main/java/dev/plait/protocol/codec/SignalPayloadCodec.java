package dev.plait.protocol.codec;

import dev.plait.protocol.signaling.SignalPayload;
import dev.plait.protocol.wire.Limits;
import java.io.IOException;

/**
 * Signal payloads as JSON: one object, {@code type} is {@code offer}, {@code answer}, {@code
 * candidate} or {@code bye}. Unknown fields are ignored; text and nesting are bounded as in frames.
 * Stateless; any thread.
 */
public final class SignalPayloadCodec {
  private SignalPayloadCodec() {}

  /** What came of reading a payload. */
  public sealed interface Decoded {
    /** It is well formed and within every limit. */
    record Ok(SignalPayload payload) implements Decoded {}

    /** It is not; {@code rule} says what was broken, without content. */
    record Bad(String rule) implements Decoded {}
  }

  /** Writes a payload. */
  public static String encode(SignalPayload payload) {
    return JsonTree.write(json -> write(payload, new Out(json)));
  }

  /** Reads a payload; never throws whatever the text. */
  public static Decoded decode(String text) {
    if (text.length() > Limits.SIGNAL_CHARS) {
      return new Decoded.Bad("more than " + Limits.SIGNAL_CHARS + " characters");
    }
    try {
      return new Decoded.Ok(read(new Fields("signal", JsonTree.read(text))));
    } catch (BadJsonException e) {
      return new Decoded.Bad(e.rule());
    }
  }

  private static SignalPayload read(Fields in) throws BadJsonException {
    String type = in.string("type", Limits.TEXT_CHARS);
    long session = in.seq("session");
    return switch (type) {
      case "offer" -> new SignalPayload.Offer(session, round(in), sdp(in));
      case "answer" -> new SignalPayload.Answer(session, round(in), sdp(in));
      case "candidate" ->
          new SignalPayload.Candidate(
              session,
              present(in, "mid", SignalPayload.MID_CHARS),
              (int) in.integer("index", 0, SignalPayload.INDEX_MAX),
              present(in, "candidate", SignalPayload.CANDIDATE_CHARS),
              in.has("ufrag") ? in.string("ufrag", SignalPayload.UFRAG_CHARS) : "");
      case "bye" -> new SignalPayload.Bye(session);
      default -> throw in.bad("type", "is unknown");
    };
  }

  private static int round(Fields in) throws BadJsonException {
    return (int) in.integer("round", 1, Integer.MAX_VALUE);
  }

  private static String sdp(Fields in) throws BadJsonException {
    return in.string("sdp", SignalPayload.SDP_CHARS);
  }

  /** A string that may be empty but not missing. */
  private static String present(Fields in, String name, int maxChars) throws BadJsonException {
    if (!in.has(name)) {
      throw in.bad(name, "is missing");
    }
    return in.stringOrEmpty(name, maxChars);
  }

  private static void write(SignalPayload payload, Out out) throws IOException {
    switch (payload) {
      case SignalPayload.Offer(long session, int round, String sdp) ->
          description(out, "offer", session, round, sdp);
      case SignalPayload.Answer(long session, int round, String sdp) ->
          description(out, "answer", session, round, sdp);
      case SignalPayload.Candidate(
              long session,
              String mid,
              int index,
              String candidate,
              String ufrag) -> {
        out.type("candidate");
        out.number("session", session);
        out.string("mid", mid);
        out.number("index", index);
        out.string("candidate", candidate);
        if (!ufrag.isEmpty()) {
          out.string("ufrag", ufrag);
        }
      }
      case SignalPayload.Bye(long session) -> {
        out.type("bye");
        out.number("session", session);
      }
    }
  }

  private static void description(Out out, String type, long session, int round, String sdp)
      throws IOException {
    out.type(type);
    out.number("session", session);
    out.number("round", round);
    out.string("sdp", sdp);
  }
}

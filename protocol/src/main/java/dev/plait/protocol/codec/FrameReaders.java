package dev.plait.protocol.codec;

import dev.plait.protocol.wire.Frame;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which frames exist in which direction, and who reads them. */
final class FrameReaders {
  private static final Map<String, Reader> FROM_CLIENT =
      Map.ofEntries(
          Map.entry("hello", SessionReaders::hello),
          Map.entry("post", EntryReaders::post),
          Map.entry("cancel", EntryReaders::cancel),
          Map.entry("ack", PositionReaders::ack),
          Map.entry("have", PositionReaders::have),
          Map.entry("signal", PeopleReaders::signal),
          Map.entry("presence", PeopleReaders::presenceOfSelf),
          Map.entry("typing", PeopleReaders::typingOfSelf),
          Map.entry("token", SessionReaders::token),
          Map.entry("ping", SessionReaders::ping),
          Map.entry("pong", SessionReaders::pong));

  private static final Map<String, Reader> FROM_SERVER =
      Map.ofEntries(
          Map.entry("welcome", SessionReaders::welcome),
          Map.entry("roster", PeopleReaders::roster),
          Map.entry("gone", PeopleReaders::gone),
          Map.entry("changes", SessionReaders::changes),
          Map.entry("renamed", PeopleReaders::renamed),
          Map.entry("entries", EntryReaders::entries),
          Map.entry("receipt", PositionReaders::receipt),
          Map.entry("told", in -> new Frame.Told(in.naturalOrZero("ref"), EntryReaders.stream(in))),
          Map.entry("refused", PositionReaders::refused),
          Map.entry("live", _ -> new Frame.Live()),
          Map.entry("signal", PeopleReaders::signal),
          Map.entry("presence", PeopleReaders::presence),
          Map.entry("typing", PeopleReaders::typing),
          Map.entry("token-accepted", SessionReaders::tokenAccepted),
          Map.entry("bye", SessionReaders::bye),
          Map.entry("ping", SessionReaders::ping),
          Map.entry("pong", SessionReaders::pong));

  private static final Map<String, Reader> FROM_PEER =
      Map.of(
          "entries", EntryReaders::entries,
          "ack", PositionReaders::ack,
          "have", PositionReaders::have,
          "ping", SessionReaders::ping,
          "pong", SessionReaders::pong,
          "fin", _ -> new Frame.Fin(),
          "fin-ack", _ -> new Frame.FinAck());

  /** Reads one type of frame. */
  interface Reader {
    Frame read(Fields fields) throws BadJsonException;
  }

  private FrameReaders() {}

  static @Nullable Reader find(String type, Direction direction) {
    return switch (direction) {
      case FROM_CLIENT -> FROM_CLIENT.get(type);
      case FROM_SERVER -> FROM_SERVER.get(type);
      case FROM_PEER -> FROM_PEER.get(type);
    };
  }
}

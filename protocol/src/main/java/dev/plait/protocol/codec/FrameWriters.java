package dev.plait.protocol.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import dev.plait.protocol.wire.Renamed;
import java.io.IOException;

/** Writes every frame; those with entries and positions through {@link EntryWriters}. */
final class FrameWriters {
  private FrameWriters() {}

  static void write(Frame frame, JsonGenerator json) throws IOException {
    Out out = new Out(json);
    switch (frame) {
      case Frame.Hello hello -> hello(hello, out);
      case Frame.Welcome welcome -> welcome(welcome, out);
      case Frame.Post post -> EntryWriters.post(post, out);
      case Frame.Cancel cancel -> EntryWriters.cancel(cancel, out);
      case Frame.Entries entries -> EntryWriters.entries(entries, out);
      case Frame.Ack ack -> EntryWriters.ack(ack, out);
      case Frame.Have have -> EntryWriters.have(have, out);
      case Frame.Receipt receipt -> EntryWriters.receipt(receipt, out);
      case Frame.Told(long ref, var stream) -> {
        out.type("told");
        out.numberUnlessZero("ref", ref);
        EntryWriters.stream(stream, out);
      }
      case Frame.Refused refused -> EntryWriters.refused(refused, out);
      case Frame.Live _ -> out.type("live");
      case Frame.Signal signal -> signal(signal, out);
      case Frame.Presence presence -> presence(presence, out);
      case Frame.Typing typing -> typing(typing, out);
      case Frame.Token token -> {
        out.type("token");
        out.string("token", token.token());
      }
      case Frame.TokenAccepted accepted -> {
        out.type("token-accepted");
        out.number("expiresAtMs", accepted.expiresAtMs());
      }
      case Frame.Roster roster -> roster(roster, out);
      case Frame.Gone gone -> {
        out.type("gone");
        out.uuid("conv", gone.conversation());
        out.number("version", gone.version());
      }
      case Renamed renamed -> renamed(renamed, out);
      case Frame.Changes changes -> {
        out.type("changes");
        out.numberUnlessZero("through", changes.throughChange());
        out.flag("all", changes.all());
      }
      case Frame.Bye bye -> bye(bye, out);
      case Frame.Ping ping -> {
        out.type("ping");
        out.number("n", ping.n());
      }
      case Frame.Pong pong -> {
        out.type("pong");
        out.number("n", pong.n());
        out.number("timeMs", pong.timeMs());
      }
      case Frame.Fin _ -> out.type("fin");
      case Frame.FinAck _ -> out.type("fin-ack");
    }
  }

  private static void hello(Frame.Hello hello, Out out) throws IOException {
    out.type("hello");
    out.number("version", hello.version());
    out.uuid("device", hello.device());
    out.string("token", hello.token());
    out.unsigneds("incarnations", hello.incarnations());
    out.numberUnlessZero("changes", hello.throughChange());
    out.numberUnlessZero("latest", hello.latestChange());
    out.stringUnlessEmpty("software", hello.software());
  }

  private static void welcome(Frame.Welcome welcome, Out out) throws IOException {
    out.type("welcome");
    out.uuid("session", welcome.session());
    out.uuid("account", welcome.account());
    out.number("serverTimeMs", welcome.serverTimeMs());
    out.number("tokenExpiresAtMs", welcome.tokenExpiresAtMs());
    out.number("pingIntervalMs", welcome.pingIntervalMs());
    out.number("windowEntries", welcome.windowEntries());
    out.number("windowBytes", welcome.windowBytes());
    out.unsignedUnlessZero("lastIncarnation", welcome.lastIncarnation());
  }

  private static void signal(Frame.Signal signal, Out out) throws IOException {
    out.type("signal");
    out.uuid("conv", signal.conversation());
    out.uuid("device", signal.device());
    out.string("payload", signal.payload());
  }

  private static void presence(Frame.Presence presence, Out out) throws IOException {
    out.type("presence");
    out.uuid("account", presence.account());
    out.word("state", presence.state());
    out.numberUnlessZero("lastSeenMs", presence.lastSeenMs());
  }

  private static void typing(Frame.Typing typing, Out out) throws IOException {
    out.type("typing");
    out.uuid("conv", typing.conversation());
    out.uuid("device", typing.device());
    out.flag("active", typing.active());
  }

  private static void roster(Frame.Roster roster, Out out) throws IOException {
    out.type("roster");
    out.uuid("conv", roster.conversation());
    out.number("version", roster.version());
    out.word("kind", roster.kind());
    out.stringUnlessEmpty("title", roster.title());
    out.list("members", roster.members(), member -> member(member, out));
  }

  private static void renamed(Renamed renamed, Out out) throws IOException {
    out.type("renamed");
    out.uuid("account", renamed.account());
    out.number("version", renamed.version());
    out.stringUnlessEmpty("displayName", renamed.displayName());
  }

  private static void member(Member member, Out out) throws IOException {
    out.uuid("account", member.account());
    out.string("handle", member.handle());
    out.stringUnlessEmpty("displayName", member.displayName());
    out.numberUnlessZero("nameVersion", member.nameVersion());
    out.flag("owner", member.owner());
    out.flag("accepted", member.accepted());
    out.uuids("devices", member.devices());
    out.uuids("signedOut", member.signedOut());
  }

  private static void bye(Frame.Bye bye, Out out) throws IOException {
    out.type("bye");
    out.number("code", bye.code().code());
    out.stringUnlessEmpty("message", bye.message());
    out.numberUnlessZero("retryAfterMs", bye.retryAfterMs());
  }
}

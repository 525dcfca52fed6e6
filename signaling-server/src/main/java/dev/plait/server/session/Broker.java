package dev.plait.server.session;

import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.server.conversation.Directory;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Passes signals and typing between devices that share an accepted conversation. What a signal says
 * is not looked at. Safe from any thread.
 */
public final class Broker {
  private final Directory directory;
  private final Sessions sessions;

  /** Routes by {@code directory} to {@code sessions}. */
  public Broker(Directory directory, Sessions sessions) {
    this.directory = directory;
    this.sessions = sessions;
  }

  /** Passes a signal on; the sender hears of it when that cannot be. */
  public void signal(LiveSession from, Frame.Signal signal) {
    Frame.Roster roster = acceptedRoster(signal.conversation(), from.account());
    if (roster == null || !acceptedDevice(roster, signal.device())) {
      from.out().send(refused(RefusalCode.FORBIDDEN, "There is no accepted conversation.", signal));
      return;
    }
    LiveSession target = sessions.of(signal.device());
    if (target == null || !mayPass(from, target.account())) {
      from.out().send(refused(RefusalCode.NOT_REACHABLE, "The device is not connected.", signal));
      return;
    }
    target.out().send(new Frame.Signal(signal.conversation(), from.device(), signal.payload()));
  }

  /** Tells the other members; silently nothing where the conversation is not accepted. */
  public void typing(LiveSession from, Frame.Typing typing) {
    Frame.Roster roster = acceptedRoster(typing.conversation(), from.account());
    if (roster == null) {
      return;
    }
    Frame.Typing news = new Frame.Typing(typing.conversation(), from.device(), typing.active());
    for (Member member : roster.members()) {
      if (member.accepted() && directory.sharesAccepted(from.account(), member.account())) {
        sessions.send(member.devices(), news);
      }
    }
  }

  /** Own devices, and people of whom neither has blocked the other. */
  private boolean mayPass(LiveSession from, UUID to) {
    return from.account().equals(to) || directory.sharesAccepted(from.account(), to);
  }

  private Frame.@Nullable Roster acceptedRoster(UUID conversation, UUID account) {
    Frame.Roster roster = directory.roster(conversation);
    boolean accepted =
        roster != null
            && roster.members().stream().anyMatch(m -> m.account().equals(account) && m.accepted());
    return accepted ? roster : null;
  }

  private static boolean acceptedDevice(Frame.Roster roster, UUID device) {
    return roster.members().stream().anyMatch(m -> m.accepted() && m.devices().contains(device));
  }

  private static Frame.Refused refused(RefusalCode code, String message, Frame.Signal signal) {
    return new Frame.Refused(0, code, message, null, signal.device(), List.of(), 0);
  }
}

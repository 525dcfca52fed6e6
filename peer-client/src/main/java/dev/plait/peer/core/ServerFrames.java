package dev.plait.peer.core;

import dev.plait.protocol.delivery.Path;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.PresenceState;
import dev.plait.protocol.wire.Renamed;
import dev.plait.protocol.wire.ServerFrame;
import dev.plait.protocol.wire.StreamId;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Hands what the server says to the part that it is for. Owned by the peer's thread. */
final class ServerFrames {
  private final Effects effects;
  private final Rosters rosters;
  private final OutStreams out;
  private final InStreams in;
  private final ChannelWishes wishes;
  private final ChannelEnds ends;
  private final Set<UUID> unreadable = new HashSet<>();
  private long nowMs;

  ServerFrames(
      Effects effects,
      Rosters rosters,
      OutStreams out,
      InStreams in,
      ChannelWishes wishes,
      ChannelEnds ends) {
    this.effects = effects;
    this.rosters = rosters;
    this.out = out;
    this.in = in;
    this.wishes = wishes;
    this.ends = ends;
  }

  /** Takes a frame other than those of the session itself. */
  void handle(ServerFrame frame, long now) {
    nowMs = now;
    switch (frame) {
      case Frame.Roster roster -> roster(roster);
      case Frame.Gone(var conversation, long version) -> {
        if (!rosters.isStale(conversation, version)) {
          told(conversation, version);
          gone(conversation);
        }
      }
      case Frame.Entries entries -> relayed(entries);
      case Frame.Receipt receipt -> out.handleReceipt(receipt, now);
      case Frame.Told told -> out.handleTold(told, now);
      case Frame.Refused refused -> refused(refused);
      case Renamed name -> renamed(name);
      case Frame.Changes(long through, boolean all) -> changes(through, all);
      case Frame.Live() -> effects.tell(new PeerEvent.CaughtUp());
      case Frame.Signal(var conversation, var from, var payload) -> {
        if (rosters.directDevices().contains(from)) {
          wishes.handleReachable(from, now);
          effects.add(new CoreEffect.Signalled(conversation, from, payload));
        }
      }
      case Frame.Presence presence -> presence(presence);
      case Frame.Typing(var conversation, var from, boolean active) -> {
        if (from != null) {
          effects.tell(new PeerEvent.TypingChanged(conversation, from, active));
        }
      }
      case Frame.Welcome _, Frame.TokenAccepted _, Frame.Bye _, Frame.Ping _, Frame.Pong _ -> {}
    }
  }

  /**
   * The conversation is there, so it is not taken for gone; what the server says about it next may
   * be good again.
   */
  void handleUnreadable(UUID conversation, String rule) {
    rosters.handleTold(conversation, 0);
    if (unreadable.add(conversation)) {
      Frame.Roster known = rosters.get(conversation);
      String which = known == null || known.title().isEmpty() ? "" : " " + known.title();
      effects.tell(
          new PeerEvent.Warning(
              "the conversation"
                  + which
                  + " is set aside, since this program cannot read what the server says about it: "
                  + rule));
    }
  }

  /** A session begins: what cannot be read is told anew. */
  void handleLinkUp() {
    unreadable.clear();
  }

  private void roster(Frame.Roster told) {
    UUID conversation = told.conversation();
    if (rosters.isStale(conversation, told.version())) {
      return;
    }
    told(conversation, told.version());
    Frame.Roster known = rosters.get(conversation);
    Set<UUID> before = rosters.targets(conversation);
    Set<UUID> directBefore = rosters.directDevices(conversation);
    Frame.Roster roster = rosters.put(told);
    effects.persistLazily(new DiskWrite.RosterKept(roster));
    changed(conversation, before, directBefore);
    if (!roster.equals(known)) {
      effects.tell(new PeerEvent.RosterChanged(roster));
    }
  }

  private void renamed(Renamed name) {
    keepKnown(
        () -> {
          for (Frame.Roster roster : rosters.handleRenamed(name)) {
            effects.persistLazily(new DiskWrite.RosterKept(roster));
            effects.tell(new PeerEvent.RosterChanged(roster));
          }
        });
  }

  /** Channels end first: nothing is posted beside one that is over at once. */
  private void changed(UUID conversation, Set<UUID> before, Set<UUID> directBefore) {
    wishes.handleChange(nowMs);
    ends.endOthers(wishes.wanted(), nowMs);
    out.handleRoster(conversation, before, directBefore, nowMs);
  }

  private void gone(UUID conversation) {
    if (rosters.get(conversation) == null) {
      return;
    }
    Set<UUID> before = rosters.targets(conversation);
    rosters.remove(conversation);
    effects.persistLazily(new DiskWrite.RosterGone(conversation));
    changed(conversation, before, Set.of());
    effects.tell(new PeerEvent.ConversationGone(conversation));
  }

  /** What could not be read has to be told again: then the next session begins from before it. */
  private void changes(long through, boolean all) {
    if (all) {
      rosters.untold().forEach(this::gone);
    }
    if (unreadable.isEmpty()) {
      keepKnown(() -> rosters.handleChanges(through, all));
    }
  }

  private void told(UUID conversation, long version) {
    keepKnown(() -> rosters.handleTold(conversation, version));
  }

  private void keepKnown(Runnable change) {
    KnownChanges before = rosters.known();
    change.run();
    if (!rosters.known().equals(before)) {
      effects.persistLazily(new DiskWrite.ChangesKnown(rosters.known()));
    }
  }

  private void relayed(Frame.Entries entries) {
    if (!entries.stored()) {
      wishes.handleReachable(entries.stream().device(), nowMs);
    }
    String broken = in.handleEntries(entries, entries.stored() ? Path.STORE : Path.RELAY, 0, nowMs);
    if (broken != null) {
      effects.tell(
          new PeerEvent.Warning("entries of " + entries.stream() + " break a rule: " + broken));
    }
  }

  private void refused(Frame.Refused refused) {
    StreamId stream = refused.stream();
    if (stream != null) {
      out.handleRefused(stream, refused, nowMs);
    } else if (refused.device() != null) {
      wishes.handleUnreachable(refused.device(), nowMs);
      effects.add(new CoreEffect.Unreachable(refused.device(), refused.retryAfterMs()));
    } else {
      effects.tell(
          new PeerEvent.Warning(
              "the server refused: " + refused.code() + ", " + refused.message()));
    }
  }

  private void presence(Frame.Presence presence) {
    UUID account = presence.account();
    if (account != null) {
      wishes.handlePresence(account, presence.state() != PresenceState.OFFLINE, nowMs);
      effects.tell(new PeerEvent.PresenceChanged(account, presence.state(), presence.lastSeenMs()));
    }
  }
}

package dev.plait.peer.app;

import dev.plait.peer.Peer;
import dev.plait.peer.PeerException;
import dev.plait.peer.core.PeerEvent;
import dev.plait.protocol.wire.Frame;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Accepts every request by itself; for bots. What failed is tried again with the next session. */
final class AutoAccept {
  private final Peer peer;
  private final Consumer<String> complaint;
  private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();

  private AutoAccept(Peer peer, Consumer<String> complaint) {
    this.peer = peer;
    this.complaint = complaint;
  }

  /**
   * Begins, also with the requests that are there already.
   *
   * @param complaint told why one could not be accepted
   */
  static void start(Peer peer, Consumer<String> complaint) {
    AutoAccept accept = new AutoAccept(peer, complaint);
    peer.addListener(accept::handle);
    accept.all();
  }

  private void handle(PeerEvent event) {
    if (event instanceof PeerEvent.RosterChanged(var roster)) {
      one(roster);
    } else if (event instanceof PeerEvent.CaughtUp) {
      all();
    }
  }

  private void all() {
    peer.conversations().forEach(this::one);
  }

  private void one(Frame.Roster roster) {
    boolean open =
        roster.members().stream()
            .anyMatch(member -> member.account().equals(peer.account()) && !member.accepted());
    if (open && underWay.add(roster.conversation())) {
      var _ = Thread.ofVirtual().name("plait-accept").start(() -> accept(roster.conversation()));
    }
  }

  private void accept(UUID conversation) {
    try {
      peer.accept(conversation);
    } catch (PeerException e) {
      complaint.accept("cannot accept: " + e.getMessage());
    } finally {
      underWay.remove(conversation);
    }
  }
}

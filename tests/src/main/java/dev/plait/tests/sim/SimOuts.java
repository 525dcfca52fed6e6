package dev.plait.tests.sim;

import dev.plait.peer.core.DeviceCore;
import dev.plait.peer.core.DiskWrite;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import dev.plait.protocol.wire.PeerFrame;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Looks over one device's shoulder: whom it still talks to over channels once it knows who is out,
 * itself included (SES-13). What it knows is what it was told, not what it made of it.
 */
final class SimOuts {
  private final UUID account;
  private boolean selfOut;
  private boolean fromOut;

  SimOuts(UUID account) {
    this.account = account;
  }

  /** The device is told that it is out itself; whether that is news. */
  boolean hears() {
    boolean news = !selfOut;
    selfOut = true;
    return news;
  }

  /** It has not been told so, or is not any more. */
  void forget() {
    selfOut = false;
  }

  /** A core begins; the one before it may have been told that the device is out. */
  void begins(DeviceCore core, long nowMs) {
    if (selfOut) {
      core.handleOut(nowMs);
    }
  }

  /** A turn begins, in which the device takes something from that channel. */
  void takes(@Nullable DeviceCore core, UUID peer) {
    fromOut = selfOut || isOut(core, peer);
  }

  /** That turn is over. */
  void taken() {
    fromOut = false;
  }

  /**
   * Whether that may be said to who is out: that the channel ends, and what came before is acked.
   */
  boolean isLast(PeerFrame frame) {
    return ends(frame) || acksBefore(frame);
  }

  private static boolean ends(PeerFrame frame) {
    return frame instanceof Frame.Fin || frame instanceof Frame.FinAck;
  }

  private boolean acksBefore(PeerFrame frame) {
    return frame instanceof Frame.Ack && !fromOut;
  }

  /** Who is out itself does not even say that a channel ends. */
  void says(@Nullable DeviceCore core, UUID peer, PeerFrame frame) {
    if (selfOut ? !acksBefore(frame) : !isLast(frame) && isOut(core, peer)) {
      throw new SimViolation("SES-13 said", frame.getClass().getSimpleName() + " to " + peer);
    }
  }

  void writes(List<DiskWrite> writes) {
    if (fromOut && writes.stream().anyMatch(SimOuts::takesOver)) {
      throw new SimViolation("SES-13 handed over", "what came over the channel of who is out");
    }
  }

  private static boolean takesOver(DiskWrite write) {
    return write instanceof DiskWrite.Received || write instanceof DiskWrite.Strays;
  }

  /** One conversation that names it as signed out is enough; one that names it at all is needed. */
  private boolean isOut(@Nullable DeviceCore core, UUID peer) {
    return core != null && (isSignedOut(core, peer) || !isNamed(core, peer));
  }

  private static boolean isSignedOut(DeviceCore core, UUID peer) {
    for (Frame.Roster roster : core.conversations()) {
      for (Member member : roster.members()) {
        if (member.signedOut().contains(peer)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isNamed(DeviceCore core, UUID peer) {
    for (Frame.Roster roster : core.conversations()) {
      for (Member member : roster.members()) {
        if (member.accepted() && member.devices().contains(peer) && accepted(roster, account)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean accepted(Frame.Roster roster, UUID account) {
    for (Member member : roster.members()) {
      if (member.accepted() && member.account().equals(account)) {
        return true;
      }
    }
    return false;
  }
}

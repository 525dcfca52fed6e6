package dev.plait.peer;

import dev.plait.peer.core.DiskWrite;
import dev.plait.peer.core.PeerEvent;
import dev.plait.peer.link.LinkListener;
import dev.plait.peer.outbox.DeviceData;
import dev.plait.protocol.wire.CloseCode;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.ServerFrame;
import java.util.List;
import java.util.UUID;

/**
 * What the link to the server brings, as turns of the {@link PeerEngine}. A session whose welcome
 * shows another past is of no use: it ends when the new epoch has begun. Owned by the peer's
 * thread.
 */
final class LinkInputs implements LinkListener {
  private final PeerEngine engine;
  private final DeviceData data;
  private final PeerClock clock;

  LinkInputs(PeerEngine engine, DeviceData data, PeerClock clock) {
    this.engine = engine;
    this.data = data;
    this.clock = clock;
  }

  @Override
  public void handleLinkUp(Frame.Welcome welcome) {
    // Before the turn: an epoch that begins with it goes on by the same time.
    data.write(
        List.of(new DiskWrite.ServerClock(clock.machineBehindMs(welcome.serverTimeMs()))), _ -> {});
    if (!engine.turnOfSession(core -> core.handleLinkUp(welcome, engine.nowMs()))) {
      return;
    }
    engine.handleWelcomed();
    engine.tell(new PeerEvent.ConnectionChanged(PeerEvent.Connection.ONLINE, "welcome", 0));
  }

  @Override
  public void handleServerFrame(ServerFrame frame) {
    engine.turnOfSession(core -> core.handleServerFrame(frame, engine.nowMs()));
  }

  @Override
  public void handleUnreadable(UUID conversation, String rule) {
    engine.turnOfSession(core -> core.handleUnreadable(conversation, rule));
  }

  @Override
  public void handleLinkDown(String reason, long retryInMs) {
    engine.turnOfSession(core -> core.handleLinkDown(engine.nowMs()));
    engine.handleNoSession();
    engine.tell(new PeerEvent.ConnectionChanged(PeerEvent.Connection.OFFLINE, reason, retryInMs));
  }

  @Override
  public void handleLinkStopped(CloseCode code, String reason) {
    engine.turnNow(core -> core.handleOut(engine.nowMs()));
    engine.handleNoSession();
    engine.tell(
        new PeerEvent.ConnectionChanged(PeerEvent.Connection.STOPPED, code + ": " + reason, 0));
  }
}

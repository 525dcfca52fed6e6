package dev.plait.peer.app;

import dev.plait.peer.Peer;
import dev.plait.peer.PeerException;
import dev.plait.peer.core.PeerEvent;
import dev.plait.peer.outbox.DataException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints what arrives until it is stopped; for scripts and bots. */
@Command(name = "listen", mixinStandardHelpOptions = true, description = "Prints what arrives.")
final class ListenCommand implements Callable<Integer> {
  @Mixin private final ConnectOptions connect = new ConnectOptions();

  @Option(names = "--json", description = "one JSON object per event, as documented at Agent")
  private boolean json;

  private final AgentOutput out = new AgentOutput(System.out);

  @Override
  public Integer call() throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    try (Peer peer = Passwords.connect(connect, event -> show(event, stopped))) {
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(peer::close));
      stopped.await();
    } catch (PeerException | DataException e) {
      System.err.println(e.getMessage());
    }
    return 1;
  }

  private void show(PeerEvent event, CountDownLatch stopped) {
    if (json) {
      out.event(event);
    } else if (event instanceof PeerEvent.MessageArrived(var stream, var entry, var _)) {
      String text = Bodies.show(entry.body());
      if (!text.isEmpty()) {
        System.out.println(stream.device() + ": " + text);
      }
    }
    if (event instanceof PeerEvent.ConnectionChanged(var state, var reason, var _)
        && state == PeerEvent.Connection.STOPPED) {
      System.err.println(reason);
      stopped.countDown();
    }
  }
}

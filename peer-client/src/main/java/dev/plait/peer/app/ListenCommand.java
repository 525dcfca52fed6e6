package dev.plait.peer.app;

import dev.plait.peer.Peer;
import dev.plait.peer.PeerException;
import dev.plait.peer.core.PeerEvent;
import dev.plait.peer.outbox.DataException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints what arrives until it is stopped; for scripts and bots. */
@Command(
    name = "listen",
    mixinStandardHelpOptions = true,
    version = Main.VERSION,
    description = "Prints what arrives.",
    footer = "Runs until it is stopped. docs/command-line.md has the fields of --json.")
final class ListenCommand implements Callable<Integer> {
  @Mixin private final ConnectOptions connect = new ConnectOptions();

  @Option(names = "--json", description = "one JSON object per event and line")
  private boolean json;

  @Option(names = "--accept", description = "accept every request; for bots")
  private boolean accept;

  private final AgentOutput out = new AgentOutput(System.out);

  /** Said once, not with each attempt. */
  private String whyOffline = "";

  @Override
  public Integer call() throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    CompletableFuture<People> people = new CompletableFuture<>();
    try (Peer peer = Passwords.connect(connect, event -> show(event, people, stopped))) {
      people.complete(new People(peer));
      if (accept) {
        AutoAccept.start(peer, SafeText::complain);
      }
      stopped.await();
    } catch (PeerException | DataException e) {
      SafeText.complain(e.getMessage());
    }
    return 1;
  }

  /** Called on the peer's event thread, which waits for the names at the very start. */
  private void show(PeerEvent event, CompletableFuture<People> people, CountDownLatch stopped) {
    if (json) {
      out.event(event);
    } else {
      print(event, people);
    }
    if (event instanceof PeerEvent.ConnectionChanged(var state, var reason, var _)) {
      connection(state, reason, stopped);
    }
  }

  private static void print(PeerEvent event, CompletableFuture<People> people) {
    switch (event) {
      case PeerEvent.RosterChanged(var roster) -> {
        People known = people.join();
        if (known.put(roster) && known.isRequest(roster)) {
          SafeText.complain(
              known.title(roster)
                  + " asks to talk; what they say comes once you accept (chat, --accept)");
        }
      }
      case PeerEvent.MessageArrived(var stream, var entry, var _) -> {
        String text = Bodies.show(entry.body());
        if (!text.isEmpty()) {
          System.out.println(people.join().name(stream.device()) + ": " + text);
        }
      }
      case PeerEvent.Warning(var message) -> SafeText.complain(message);
      case PeerEvent.EpochBegun(var message, var _) -> SafeText.complain(message);
      default -> {}
    }
  }

  private void connection(PeerEvent.Connection state, String reason, CountDownLatch stopped) {
    if (state == PeerEvent.Connection.STOPPED) {
      SafeText.complain(reason);
      stopped.countDown();
    } else if (!json && state == PeerEvent.Connection.OFFLINE && !reason.equals(whyOffline)) {
      SafeText.complain("not connected, it goes on trying: " + reason);
    }
    whyOffline = reason;
  }
}

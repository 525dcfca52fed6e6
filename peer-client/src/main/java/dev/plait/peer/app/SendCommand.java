package dev.plait.peer.app;

import dev.plait.peer.Outgoing;
import dev.plait.peer.Peer;
import dev.plait.peer.PeerException;
import dev.plait.peer.SendRefusedException;
import dev.plait.peer.outbox.DataException;
import dev.plait.protocol.delivery.Status;
import dev.plait.protocol.wire.Frame;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends one message and says how far it came; for scripts. */
@Command(name = "send", mixinStandardHelpOptions = true, description = "Sends one message.")
final class SendCommand implements Callable<Integer> {
  @Mixin private final ConnectOptions connect = new ConnectOptions();

  @Option(names = "--to", required = true, paramLabel = "NAME", description = "who gets it")
  private String to = "";

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "how long to wait until it is stored or delivered (default: 10)")
  private int waitSeconds;

  @Parameters(paramLabel = "TEXT", description = "the message")
  private String text = "";

  @Override
  public Integer call() {
    try (Peer peer = Passwords.connect(connect, _ -> {})) {
      Frame.Roster conversation = peer.openDirect(to);
      Outgoing outgoing = peer.send(conversation.conversation(), Bodies.text(text));
      outgoing.when(Status.STORED).orTimeout(waitSeconds, TimeUnit.SECONDS).join();
      System.out.println(outgoing.status().name().toLowerCase(java.util.Locale.ROOT));
      return 0;
    } catch (PeerException | DataException e) {
      System.err.println(e.getMessage());
      return 1;
    } catch (CompletionException e) {
      System.err.println(
          e.getCause() instanceof SendRefusedException refused
              ? "not sent: " + refused.getMessage()
              : "not stored yet; it waits in the outbox and goes out the next time");
      return 1;
    }
  }
}

package dev.plait.peer.app;

import dev.plait.peer.Peer;
import dev.plait.peer.PeerException;
import dev.plait.peer.core.PeerEvent;
import dev.plait.peer.outbox.DataException;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A chat in a terminal. */
@Command(name = "chat", mixinStandardHelpOptions = true, description = "A chat in the terminal.")
final class ChatCommand implements Callable<Integer> {
  @Mixin private final ConnectOptions connect = new ConnectOptions();

  @Override
  public Integer call() throws IOException {
    AtomicReference<Consumer<PeerEvent>> view = new AtomicReference<>(_ -> {});
    try (Peer peer = Passwords.connect(connect, event -> view.get().accept(event));
        Terminal terminal = TerminalBuilder.builder().system(true).build()) {
      LineReader reader = LineReaderBuilder.builder().terminal(terminal).appName("plait").build();
      ChatRoom room = new ChatRoom(peer, reader::printAbove);
      view.set(room::handle);
      room.start();
      boolean more = true;
      while (more) {
        try {
          more = room.obey(reader.readLine(room.prompt()));
        } catch (UserInterruptException e) {
          room.say("Ctrl-D or /quit ends the chat.");
        } catch (EndOfFileException e) {
          more = false;
        }
      }
      return 0;
    } catch (PeerException | DataException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }
}

package dev.plait.peer.app;

import dev.plait.peer.Peer;
import dev.plait.peer.PeerException;
import dev.plait.peer.core.PeerEvent;
import dev.plait.peer.outbox.DataException;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jline.reader.EndOfFileException;
import org.jline.reader.UserInterruptException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A chat in a terminal. */
@Command(
    name = "chat",
    mixinStandardHelpOptions = true,
    version = Main.VERSION,
    description = "A chat in the terminal.")
final class ChatCommand implements Callable<Integer> {
  /** How long what came over a pipe has to be stored or delivered. */
  private static final long WAIT_S = 10;

  @Mixin private final ConnectOptions connect = new ConnectOptions();

  @Override
  public Integer call() throws IOException {
    BlockingQueue<PeerEvent> events = new LinkedBlockingQueue<>();
    try (Peer peer = Passwords.connect(connect, events::add);
        ChatScreen screen = new ChatScreen()) {
      ChatRoom room = new ChatRoom(peer, screen);
      screen.showStatus(() -> room.status(System.currentTimeMillis()));
      screen.onTyping(line -> room.type(line, System.currentTimeMillis()));
      room.start();
      Thread.ofVirtual().name("chat-events").start(() -> follow(events, room, screen));
      talk(room, screen);
      return screen.isPipe() ? room.settle(WAIT_S) : 0;
    } catch (PeerException | DataException e) {
      SafeText.complain(e.getMessage());
      return 1;
    }
  }

  /** Shows events as they come, and once a second what time alone has changed. */
  private static void follow(BlockingQueue<PeerEvent> events, ChatRoom room, ChatScreen screen) {
    try {
      while (true) {
        PeerEvent event = events.poll(1, TimeUnit.SECONDS);
        for (; event != null; event = events.poll()) {
          room.handle(event);
        }
        room.flush();
        screen.refresh();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void talk(ChatRoom room, ChatScreen screen) {
    boolean more = true;
    while (more) {
      try {
        more = room.obey(screen.read(room.prompt()));
      } catch (UserInterruptException e) {
        screen.say("Ctrl-D or /quit ends the chat.");
      } catch (EndOfFileException e) {
        String last = e.getPartialLine(); // of a pipe that ends without the end of a line
        if (last != null) {
          room.obey(last);
        }
        more = false;
      }
    }
  }
}

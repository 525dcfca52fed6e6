package dev.plait.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.plait.peer.Outgoing;
import dev.plait.peer.SendRefusedException;
import dev.plait.protocol.wire.Bytes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/** A peer that is closed while it works: nobody hears of it but those who wait for an answer. */
@Isolated("it listens to what the whole process logs")
class ClosingTest {
  private static final int ROUNDS = 12;

  @TempDir Path folder;

  private final Queue<String> trouble = new ConcurrentLinkedQueue<>();
  private final AppenderBase<ILoggingEvent> listening =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            trouble.add(event + " " + event.getThrowableProxy());
          }
        }
      };

  private Thread.@Nullable UncaughtExceptionHandler before;

  @BeforeEach
  void listen() {
    before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> trouble.add(thread.getName() + ": " + failure));
    listening.start();
    root().addAppender(listening);
  }

  @AfterEach
  void listenNoMore() {
    root().detachAppender(listening);
    Thread.setDefaultUncaughtExceptionHandler(before);
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  @Test
  void aBusyPeerThatIsClosedEndsQuietlyAndLosesNothing() throws Exception {
    try (World world = new World(folder, Map.of());
        World.Person grace = world.join("grace", world.uri(), true)) {
      UUID conversation;
      try (World.Person ada = world.join("ada", world.uri(), true)) {
        conversation = World.introduce(ada, grace);
      }
      List<String> accepted = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        accepted.addAll(closeInTheMiddle(world, grace, conversation, round));
      }

      try (World.Person again = world.join("ada", world.uri(), true)) {
        World.awaitTrue(World.A_WHILE, () -> grace.heard().containsAll(accepted));
        assertThat(grace.heard()).doesNotHaveDuplicates().containsSubsequence(accepted);
        assertThat(again.peer().history(conversation, 1)).isNotEmpty();
      }
    }
    assertThat(trouble).isEmpty();
  }

  /** What was accepted from a peer that is closed while three threads use it. */
  private static List<String> closeInTheMiddle(
      World world, World.Person grace, UUID conversation, int round) throws Exception {
    World.Person ada = world.join("ada", world.uri(), round % 3 > 0);
    Queue<Outgoing> said = new ConcurrentLinkedQueue<>();
    List<Thread> busy =
        List.of(
            Thread.ofVirtual().unstarted(() -> talk(ada, conversation, round, said)),
            Thread.ofVirtual().unstarted(() -> ask(ada, conversation)),
            Thread.ofVirtual().unstarted(() -> grace.say(conversation, "to you " + round)));
    busy.forEach(Thread::start);
    World.awaitTrue(World.A_WHILE, () -> said.size() > 20 * round);
    ada.close();
    for (Thread thread : busy) {
      thread.join();
    }
    List<String> accepted = new ArrayList<>();
    int number = 0;
    for (Outgoing outgoing : said) {
      String text = round + "." + number++;
      if (isAccepted(outgoing)) {
        accepted.add(text);
      }
    }
    assertThat(isAccepted(ada.peer().send(conversation, Bytes.utf8("too late")))).isFalse();
    return accepted;
  }

  /** Every one is told whether it was taken. */
  private static boolean isAccepted(Outgoing outgoing) {
    try {
      outgoing.accepted().copy().orTimeout(1, TimeUnit.MINUTES).join();
      return true;
    } catch (CompletionException e) {
      assertThat(e.getCause()).isInstanceOf(SendRefusedException.class);
      assertThat(((SendRefusedException) e.getCause()).reason())
          .isEqualTo(SendRefusedException.Reason.CLOSED);
      return false;
    }
  }

  private static void talk(World.Person ada, UUID conversation, int round, Queue<Outgoing> said) {
    int number = 0;
    boolean goesOn = true;
    while (goesOn) {
      Outgoing last = ada.peer().send(conversation, Bytes.utf8(round + "." + number++));
      said.add(last);
      ada.peer().typing(conversation, number % 2 == 0);
      ada.peer().markRead(conversation);
      goesOn = number % 20 != 0 || isAccepted(last); // not faster than the disk
    }
  }

  private static void ask(World.Person ada, UUID conversation) {
    try {
      while (true) {
        ada.peer().history(conversation, 10);
        ada.peer().paths(conversation);
        ada.peer().networkChanged();
        ada.peer().conversations();
      }
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("the peer is closed");
    }
  }
}

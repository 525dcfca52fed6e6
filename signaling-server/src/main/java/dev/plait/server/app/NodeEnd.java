package dev.plait.server.app;

import dev.plait.turn.program.Program;
import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The end of a node: one that is told to end (SIGTERM, Ctrl-C), while it starts or later, ends in
 * order, with exit code 0, not the signal's number; one that a bug has broken ends in order as
 * well, with {@link Program#FAILED}, so that whoever watches over it starts it anew.
 */
final class NodeEnd {
  /** A start that takes longer is waiting for something else, such as a database. */
  private static final long START_WAIT_S = 10;

  private final CompletableFuture<Node> started = new CompletableFuture<>();
  private volatile int code;

  private NodeEnd() {}

  /** Starts a node; from now on the end of the program is its end. */
  static NodeEnd start(Supplier<Node> starting) {
    NodeEnd end = new NodeEnd();
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("drain").unstarted(end::drain));
    try {
      end.started.complete(starting.get());
      return end;
    } catch (RuntimeException cannot) {
      end.started.completeExceptionally(cannot);
      throw cannot;
    }
  }

  /** The node, which has started. */
  Node node() {
    return started.join();
  }

  /** Waits until the node is broken, perhaps for ever, says so, and returns the exit code. */
  int awaitBroken(PrintStream err) throws InterruptedException, ExecutionException {
    node().whenBroken().toCompletableFuture().get();
    err.println(
        "The relay has failed by a mistake of ours, so the node ends, to be started anew."
            + " Its log says where; please report it.");
    code = Program.FAILED;
    return code;
  }

  private void drain() {
    if (started.isCompletedExceptionally()) {
      return; // the program ends since it cannot start, with an exit code that says so
    }
    try {
      started.get(START_WAIT_S, TimeUnit.SECONDS).close();
    } catch (ExecutionException | TimeoutException _) {
      // Nobody has been served yet.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(code);
  }
}

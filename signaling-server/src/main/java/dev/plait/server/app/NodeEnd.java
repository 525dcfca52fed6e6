package dev.plait.server.app;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The end of a node that is told to end (SIGTERM, Ctrl-C), while it starts or later: in order, with
 * exit code 0, not the signal's number.
 */
final class NodeEnd {
  /** A start that takes longer is waiting for something else, such as a database. */
  private static final long START_WAIT_S = 10;

  private final CompletableFuture<Node> started = new CompletableFuture<>();

  private NodeEnd() {}

  /** Starts a node and returns it; from now on the end of the program is its end. */
  static Node start(Supplier<Node> starting) {
    NodeEnd end = new NodeEnd();
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("drain").unstarted(end::drain));
    try {
      Node node = starting.get();
      end.started.complete(node);
      return node;
    } catch (RuntimeException cannot) {
      end.started.completeExceptionally(cannot);
      throw cannot;
    }
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
    Runtime.getRuntime().halt(0);
  }
}

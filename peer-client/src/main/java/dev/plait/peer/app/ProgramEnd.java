package dev.plait.peer.app;

import dev.plait.peer.Peer;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The end of the program, whether it is done or is told to end (Ctrl-C, SIGTERM, a terminal that
 * goes away): closes the peer in order, then the standard output.
 *
 * <p>The output, because the native WebRTC library writes to it when the JVM is gone already, from
 * a destructor that runs in every process that has loaded it (ADR 0004). Scripts would read that.
 */
final class ProgramEnd {
  private static final AtomicReference<@Nullable Peer> PEER = new AtomicReference<>();

  private ProgramEnd() {}

  /** Called once, before anything else. */
  static void prepare() {
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("plait-end").unstarted(ProgramEnd::end));
  }

  /** From now on the end of the program closes {@code peer}, unless that has been done. */
  static void closes(Peer peer) {
    PEER.set(peer);
  }

  private static void end() {
    Peer peer = PEER.get();
    try {
      if (peer != null) {
        peer.close();
      }
    } finally {
      // Java puts the null device in its place, so later writes go nowhere.
      System.out.close();
    }
  }
}

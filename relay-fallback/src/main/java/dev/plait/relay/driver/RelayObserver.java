package dev.plait.relay.driver;

import dev.plait.protocol.wire.ServerFrame;
import dev.plait.relay.Effect;
import dev.plait.store.QueueTotals;

/**
 * What the operator may want to count. Called on the driver's threads; must not block or throw.
 * Every method does nothing unless overridden.
 */
public interface RelayObserver {
  /** Counts nothing. */
  RelayObserver NONE = new RelayObserver() {};

  /** A frame goes out: entries by {@code stored}, receipts, refusals by code (conflicts too). */
  default void sent(ServerFrame frame) {}

  /** A group commit is through. */
  default void committed(int rows, long tookNanos) {}

  /** An entry for one target has left the memory of this node. */
  default void left(Effect.Left left) {}

  /** Entries left their queues, since their targets have them. */
  default void fetched(int rows) {}

  /** What waits in the store, on all nodes together; told every five seconds. */
  default void queued(QueueTotals totals) {}

  /** The store could not do something; the senders hear it, and the driver tries again. */
  default void storeFailed(String operation, RuntimeException cause) {}

  /** A session's writer threw; the session should be closed by its owner. */
  default void writerFailed(RuntimeException cause) {}

  /** An own bug: the driver has stopped for good, and its program is to be started anew. */
  default void stopped(Throwable cause) {}

  /** Size of the mailbox after each turn. */
  default void mailbox(int waiting) {}
}

package dev.plait.peer.outbox;

import dev.plait.peer.core.DiskWrite;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Room for the sealing layer: writes its own state in the transaction that writes transcript rows
 * and cursor. Called on the disk thread; must neither commit nor block on anything but the
 * connection.
 */
@FunctionalInterface
public interface TransactionHook {
  /** Keeps nothing. */
  TransactionHook NONE = (connection, writes) -> {};

  /**
   * Adds to the transaction.
   *
   * @param connection open transaction, not to be kept
   * @param writes what the transaction holds, in order
   * @throws SQLException the whole group is tried again later
   */
  void inTransaction(Connection connection, List<DiskWrite> writes) throws SQLException;
}

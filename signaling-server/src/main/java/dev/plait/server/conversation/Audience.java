package dev.plait.server.conversation;

import dev.plait.server.database.NodeDatabase;
import java.util.UUID;

/**
 * How many are told when somebody changes something: what the change costs others. Safe from any
 * thread; blocks on the database.
 */
public final class Audience {
  private static final String DEVICES =
      "select count(*) from member mine"
          + " join member other on other.conversation = mine.conversation"
          + " join device d on d.account = other.account"
          + " where mine.account = :a and mine.state = 'accepted'"
          + " and other.state in ('accepted', 'requested') and d.revoked_ms is null";

  private final NodeDatabase database;

  /** Counts in {@code database}. */
  public Audience(NodeDatabase database) {
    this.database = database;
  }

  /** Devices that hear of a change of one conversation; 0 when the account takes no part in it. */
  public long of(UUID account, UUID conversation) {
    return database.read(
        handle ->
            handle
                .createQuery(DEVICES + " and mine.conversation = :c")
                .bind("a", account)
                .bind("c", conversation)
                .mapTo(Long.class)
                .one());
  }

  /** Devices that hear of a new name of the account, and the rosters that have to be read anew. */
  public long ofName(UUID account) {
    return database.read(
        handle ->
            (long) Names.readers(handle, account).size() + Names.shownIn(handle, account).size());
  }

  /**
   * Devices that hear that the account has another device, or that one signs in or out: each once
   * for every conversation that it hears it in.
   */
  public long ofDevices(UUID account) {
    return database.read(
        handle -> handle.createQuery(DEVICES).bind("a", account).mapTo(Long.class).one());
  }
}

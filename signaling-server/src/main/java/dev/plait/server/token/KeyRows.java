package dev.plait.server.token;

import dev.plait.server.database.NodeDatabase;
import java.util.ArrayList;
import java.util.List;

/**
 * The signing keys as an operator sees them: never the keys themselves. Stateless; blocks on the
 * database.
 */
public final class KeyRows {
  private KeyRows() {}

  /**
   * One of them.
   *
   * @param kid as in the header of tokens
   * @param createdMs when it was made
   * @param signs whether new tokens are signed by it
   */
  public record Listed(String kid, long createdMs, boolean signs) {}

  /** All that are kept, the oldest first. */
  public static List<Listed> list(NodeDatabase database, long nowMs) {
    List<Listed> listed =
        new ArrayList<>(
            database.read(
                handle ->
                    handle
                        .createQuery("select kid, created_ms from signing_key order by created_ms")
                        .map((row, context) -> new Listed(row.getString(1), row.getLong(2), false))
                        .list()));
    if (!listed.isEmpty()) {
      int signing = SigningKeys.signing(listed.stream().map(Listed::createdMs).toList(), nowMs);
      Listed one = listed.get(signing);
      listed.set(signing, new Listed(one.kid(), one.createdMs(), true));
    }
    return listed;
  }

  /** Withdraws a key: nodes refuse what it signed within seconds; false when there is none. */
  public static boolean revoke(NodeDatabase database, String kid) {
    return database.write(
            handle ->
                handle
                    .createUpdate("delete from signing_key where kid = :k")
                    .bind("k", kid)
                    .execute())
        > 0;
  }
}

package dev.plait.server.account;

import dev.plait.server.token.OutsideTokens;
import org.jdbi.v3.core.Handle;

/**
 * Each ID token of an outside issuer shows once who somebody is: whoever has seen it in use cannot
 * use it again. Stateless; runs inside the caller's transaction, after what keeps others from the
 * same account.
 */
final class UsedIdTokens {
  private UsedIdTokens() {}

  /** Uses it up; whether it had not been. Forgets those that have expired. */
  static boolean use(Handle handle, OutsideTokens.Vouched vouched, long nowMs) {
    handle.execute("delete from used_id_token where expires_ms < ?", nowMs);
    return handle
            .createUpdate(
                "insert into used_id_token (hash, expires_ms) select cast(:hash as varchar(64)),"
                    + " cast(:expires as bigint)"
                    + " where not exists (select 1 from used_id_token where hash = :hash)")
            .bind("hash", vouched.tokenHash())
            .bind("expires", vouched.expiresAtMs())
            .execute()
        > 0;
  }
}

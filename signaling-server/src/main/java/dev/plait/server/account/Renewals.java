package dev.plait.server.account;

import dev.plait.server.admission.Outcome;
import dev.plait.server.admission.Refusal;
import dev.plait.server.config.TokenConfig;
import dev.plait.server.conversation.CachedDirectory;
import dev.plait.server.conversation.Directory;
import dev.plait.server.database.NodeDatabase;
import dev.plait.server.token.AccessTokens;
import dev.plait.server.token.RefreshToken;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Renews the tokens of sign-ins. Safe from any thread; blocks on the database. */
public final class Renewals {
  /** For how long the answer to a refresh may be asked for again. */
  private static final long REFRESH_AGAIN_MS = 60_000;

  private final NodeDatabase database;
  private final CachedDirectory directory;
  private final AccessTokens accessTokens;
  private final TokenConfig config;
  private final InstantSource clock;

  /** Works on {@code database}; tokens come from {@code accessTokens}. */
  public Renewals(
      NodeDatabase database,
      CachedDirectory directory,
      AccessTokens accessTokens,
      TokenConfig config,
      InstantSource clock) {
    this.database = database;
    this.directory = directory;
    this.accessTokens = accessTokens;
    this.config = config;
    this.clock = clock;
  }

  /**
   * Renews both tokens. The answer can get lost, so the token before may be used again until its
   * successor is, for a minute, and has the same successor. Any other that was used before ends the
   * sign-in: it may be in other hands.
   *
   * @param text the refresh token as it came
   * @param device whose it must be; null when that is not known
   * @param whose told the account and device that it is or was of, where that is known
   */
  public Outcome<SignedIn> refresh(
      String text, @Nullable UUID device, BiConsumer<UUID, UUID> whose) {
    RefreshToken token = RefreshToken.parse(text);
    if (token == null) {
      return Outcome.refused(Refusal.BAD_REFRESH_TOKEN);
    }
    List<Directory.Change> ended = new ArrayList<>();
    Outcome<Granted> outcome =
        database.write(
            handle -> {
              ended.clear();
              AccountRows.SignInRow row = AccountRows.signInOfFamily(handle, token);
              if (row == null) {
                return Outcome.refused(Refusal.BAD_REFRESH_TOKEN);
              }
              whose.accept(row.account(), row.device());
              return refresh(handle, row, token, device, clock.millis(), ended);
            });
    ended.forEach(directory::publish);
    return outcome.then(granted -> Outcome.done(granted.issue(accessTokens)));
  }

  private Outcome<Granted> refresh(
      Handle handle,
      AccountRows.SignInRow found,
      RefreshToken token,
      @Nullable UUID device,
      long nowMs,
      List<Directory.Change> ended) {
    AccountRows.SignInRow row = found;
    long endsMs = row.beganMs() + config.signInLifetimeMs();
    if (row.expiresMs() <= nowMs
        || endsMs <= nowMs
        || (device != null && !device.equals(row.device()))) {
      return Outcome.refused(Refusal.BAD_REFRESH_TOKEN);
    }
    String key = row.successorKey().isEmpty() ? RefreshToken.newSuccessorKey() : row.successorKey();
    RefreshToken next = token.next(key);
    if (!AccountRows.rotate(
        handle, token, next, key, nowMs, config.signInEndMs(row.beganMs(), nowMs))) {
      // Perhaps by another request at the same time.
      row = AccountRows.signInOfFamily(handle, token);
      if (row == null) {
        return Outcome.refused(Refusal.BAD_REFRESH_TOKEN);
      }
      if (!token.secretHash().equals(row.previousHash())
          || row.refreshedMs() <= nowMs - REFRESH_AGAIN_MS) {
        ended.addAll(SignInRows.end(handle, row.account(), nowMs, row.device()::equals));
        return Outcome.refused(Refusal.REFRESH_TOKEN_REUSED);
      }
      next = token.next(row.successorKey());
    }
    return Outcome.done(new Granted(row.account(), row.device(), row.id(), endsMs, next));
  }
}

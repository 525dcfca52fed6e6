package dev.plait.peer.link;

import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Has a valid access token ready. Refresh tokens rotate: the next one is kept on disk before the
 * access token that came with it is used. Calls block on HTTP; safe for use by several threads,
 * which take turns so that one refresh token is never used twice.
 */
public final class AccessTokens {
  /** Renewed this long before the end, so that a slow request still carries a live token. */
  private static final long EARLY_MS = 60_000;

  /** How the account's owner signs in again when the refresh token is no longer taken. */
  public record Credentials(String handle, String password, UUID device) {
    /** Leaves the password out. */
    @Override
    public String toString() {
      return "Credentials[" + handle + "]";
    }
  }

  /** Where a refresh token outlives the process. */
  public interface Keeper {
    /**
     * Makes it durable before it returns.
     *
     * @throws ApiException when it cannot; it is called with the same one again before another
     */
    void keep(String refreshToken) throws ApiException;
  }

  /**
   * Something that the server is asked with a token.
   *
   * @param <T> what it answers
   * @param <X> what else may go wrong
   */
  @FunctionalInterface
  public interface Question<T, X extends Exception> {
    /** Asks once. */
    T with(String token) throws ApiException, X;
  }

  private final ServerApi api;
  private final Keeper keeper;
  private final LongSupplier clockMs;
  private final @Nullable Credentials credentials;
  private String refreshToken;
  private @Nullable Session session;

  /** Fresh, and not durable yet: the server takes the token before it for a minute only (SES-6). */
  private @Nullable Session unkept;

  private boolean stale;

  /**
   * Makes one.
   *
   * @param refreshToken as kept on disk
   * @param keeper of the next ones
   * @param clockMs this machine's clock
   * @param credentials null when the password is not at hand
   */
  public AccessTokens(
      ServerApi api,
      String refreshToken,
      Keeper keeper,
      LongSupplier clockMs,
      @Nullable Credentials credentials) {
    this.api = api;
    this.refreshToken = refreshToken;
    this.keeper = keeper;
    this.clockMs = clockMs;
    this.credentials = credentials;
  }

  /** Takes a session that signing in has just given; its refresh token is on disk already. */
  public synchronized void take(Session fresh) {
    session = fresh;
    refreshToken = fresh.refreshToken();
    stale = false;
  }

  /** The server did not take the last one: the next {@link #access} asks for another. */
  public synchronized void invalidate() {
    stale = true;
  }

  /**
   * A token that is valid for a while yet.
   *
   * @throws ApiException {@link ApiException#isSignedOut} when only signing in helps; of status 0
   *     when the server does not answer, or when the next refresh token cannot be kept
   */
  public synchronized String access() throws ApiException {
    keep();
    Session current = session;
    if (current != null && !stale && clockMs.getAsLong() < current.accessExpiresAtMs() - EARLY_MS) {
      return current.accessToken();
    }
    return renew();
  }

  /** A fresh token whatever the age of the present one. */
  public synchronized String renew() throws ApiException {
    keep();
    Session fresh;
    try {
      fresh = api.refresh(refreshToken);
    } catch (ApiException e) {
      if (credentials == null || !e.isSignedOut()) {
        throw e;
      }
      fresh =
          api.signIn(
              credentials.handle(), credentials.password(), credentials.device(), refreshToken);
    }
    unkept = fresh;
    keep();
    return fresh.accessToken();
  }

  /**
   * Asks the server. A token that it refuses although it looked good here, since a clock is wrong
   * or the server's key has changed, is renewed, and the question asked once more.
   *
   * @throws ApiException as {@link #access}, or what the question throws
   */
  public <T, X extends Exception> T ask(Question<T, X> question) throws ApiException, X {
    String token = access();
    try {
      return question.with(token);
    } catch (ApiException e) {
      if (!e.code().equals(ApiException.UNAUTHENTICATED)) {
        throw e;
      }
      return question.with(after(token));
    }
  }

  /** One that is not the refused: that which another has fetched meanwhile, else a fresh one. */
  private synchronized String after(String refused) throws ApiException {
    String present = access();
    return present.equals(refused) ? renew() : present;
  }

  private void keep() throws ApiException {
    Session fresh = unkept;
    if (fresh != null) {
      keeper.keep(fresh.refreshToken());
      unkept = null;
      take(fresh);
    }
  }
}

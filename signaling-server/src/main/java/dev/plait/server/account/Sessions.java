package dev.plait.server.account;

import dev.plait.server.admission.Outcome;
import dev.plait.server.admission.Refusal;
import dev.plait.server.config.PasswordConfig;
import dev.plait.server.config.TokenConfig;
import dev.plait.server.conversation.CachedDirectory;
import dev.plait.server.conversation.Directory;
import dev.plait.server.database.NodeDatabase;
import dev.plait.server.ops.Metrics;
import dev.plait.server.token.AccessTokens;
import dev.plait.server.token.OutsideTokens;
import dev.plait.server.token.RefreshToken;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs up, in and out, and renews tokens. Safe from any thread; blocks on the database and on
 * password hashing. Publishes new and ended devices to the directory after the commit.
 */
public final class Sessions {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

  /** Most devices of an account: with 32 members they are the 256 targets of an entry. */
  public static final int DEVICES = 8;

  /** For how long the answer to a refresh may be asked for again. */
  private static final long REFRESH_AGAIN_MS = 60_000;

  private final NodeDatabase database;
  private final CachedDirectory directory;
  private final LiveSignIns liveSignIns;
  private final AccessTokens accessTokens;
  private final Passwords passwords;
  private final TokenConfig config;
  private final InstantSource clock;

  private record Granted(UUID account, UUID device, UUID signIn, RefreshToken refreshToken) {}

  /** Works on {@code database}; tokens come from {@code accessTokens}. */
  public Sessions(
      NodeDatabase database,
      CachedDirectory directory,
      LiveSignIns liveSignIns,
      AccessTokens accessTokens,
      PasswordConfig passwordConfig,
      TokenConfig config,
      Metrics metrics,
      InstantSource clock) {
    this.database = database;
    this.directory = directory;
    this.liveSignIns = liveSignIns;
    this.accessTokens = accessTokens;
    this.passwords =
        new Passwords(passwordConfig, metrics.registry().timer("plait.password.hashes"));
    this.config = config;
    this.clock = clock;
  }

  Passwords passwords() {
    return passwords;
  }

  /** Makes an account with its first device. All texts are checked already. */
  public Outcome<SignedIn> signUp(
      String accountHandle, String password, String displayName, String deviceName) {
    return passwords
        .hash(password)
        .then(hash -> newAccount(accountHandle, displayName, hash, deviceName, null));
  }

  private Outcome<SignedIn> newAccount(
      String accountHandle,
      String displayName,
      @Nullable String hash,
      String deviceName,
      OutsideTokens.@Nullable Identity identity) {
    UUID account = UUID.randomUUID();
    List<Directory.Change> changes = new ArrayList<>();
    Outcome<Granted> outcome;
    try {
      outcome =
          database.write(
              handle -> {
                changes.clear();
                AccountRows.insertAccount(
                    handle, account, accountHandle, displayName, hash, clock.millis());
                if (identity != null) {
                  AccountRows.insertOutside(handle, identity, account);
                }
                return grantNew(handle, account, deviceName, changes);
              });
    } catch (UnableToExecuteStatementException e) {
      if (database.find(handle -> AccountRows.credentials(handle, accountHandle)) != null) {
        return Outcome.refused(Refusal.HANDLE_TAKEN);
      }
      throw e;
    }
    return published(outcome, changes);
  }

  /**
   * Signs in with a password, as a device that the account has or as a new one.
   *
   * @param device one of the account's devices, or null
   * @param deviceName name of a new device when {@code device} is null
   */
  public Outcome<SignedIn> signIn(
      String accountHandle, String password, @Nullable UUID device, String deviceName) {
    AccountRows.Credentials credentials =
        database.find(handle -> AccountRows.credentials(handle, accountHandle));
    return passwords
        .matches(password, credentials == null ? null : credentials.passwordHash())
        .then(
            matches ->
                matches && credentials != null
                    ? signIn(credentials.account(), credentials.passwordHash(), device, deviceName)
                    : Outcome.refused(Refusal.BAD_CREDENTIALS));
  }

  /**
   * Signs in whom an outside issuer vouches for; the first time, makes an account.
   *
   * @param accountHandle wanted for a new account; null when there should be one already
   */
  public Outcome<SignedIn> signInOutside(
      OutsideTokens.Identity identity,
      @Nullable String accountHandle,
      @Nullable UUID device,
      String deviceName) {
    UUID account = database.find(handle -> AccountRows.byOutside(handle, identity));
    if (account != null) {
      return signIn(account, null, device, deviceName);
    }
    if (accountHandle == null) {
      return new Outcome.Refused<>(Refusal.INVALID_FIELD, "handle: needed for the first sign-in.");
    }
    return newAccount(accountHandle, accountHandle, null, deviceName, identity);
  }

  /**
   * Signs in whoever has shown who he is.
   *
   * @param hash of the password that was shown: it may be another by now; null for none
   */
  private Outcome<SignedIn> signIn(
      UUID account, @Nullable String hash, @Nullable UUID device, String deviceName) {
    List<Directory.Change> changes = new ArrayList<>();
    Outcome<Granted> outcome =
        database.write(
            handle -> {
              changes.clear();
              changes.addAll(SignInRows.lock(handle, account, clock.millis()));
              if (hash != null && !hash.equals(AccountRows.passwordHash(handle, account))) {
                handle.rollback();
                return Outcome.refused(Refusal.BAD_CREDENTIALS);
              }
              return device == null
                  ? grantNew(handle, account, deviceName, changes)
                  : grantKnown(handle, account, device, changes);
            });
    return published(outcome, changes);
  }

  private Outcome<SignedIn> published(Outcome<Granted> outcome, List<Directory.Change> changes) {
    return outcome.then(
        granted -> {
          liveSignIns.forget(granted.account(), granted.device());
          changes.forEach(directory::publish);
          return Outcome.done(issue(granted));
        });
  }

  private Outcome<Granted> grantNew(
      Handle handle, UUID account, String name, List<Directory.Change> changes) {
    if (AccountRows.devices(handle, account).size() >= DEVICES) {
      handle.rollback();
      return Outcome.refused(Refusal.TOO_MANY_DEVICES);
    }
    UUID device = UUID.randomUUID();
    AccountRows.insertDevice(handle, device, account, name, clock.millis());
    return Outcome.done(grant(handle, account, device, changes));
  }

  private Outcome<Granted> grantKnown(
      Handle handle, UUID account, UUID device, List<Directory.Change> changes) {
    boolean known =
        AccountRows.devices(handle, account).stream().anyMatch(d -> d.device().equals(device));
    if (!known) {
      handle.rollback();
      return Outcome.refused(Refusal.NO_SUCH_DEVICE);
    }
    return Outcome.done(grant(handle, account, device, changes));
  }

  private Granted grant(Handle handle, UUID account, UUID device, List<Directory.Change> changes) {
    UUID signIn = UUID.randomUUID();
    RefreshToken token = RefreshToken.newFamily();
    long nowMs = clock.millis();
    boolean replaced =
        AccountRows.replaceSignIn(
            handle, device, signIn, token, nowMs, nowMs + config.refreshLifetimeMs());
    // First: a memory of devices may exist although no roster shows the account.
    changes.addFirst(
        replaced
            ? new Directory.DeviceSignedOut(account, device)
            : new Directory.DeviceAdded(account, device));
    return new Granted(account, device, signIn, token);
  }

  private SignedIn issue(Granted granted) {
    AccessTokens.Issued access =
        accessTokens.issue(granted.account(), granted.device(), granted.signIn());
    return new SignedIn(
        granted.account(),
        granted.device(),
        access.text(),
        access.expiresAtMs(),
        granted.refreshToken().reveal());
  }

  /**
   * Renews both tokens. The answer can get lost, so the token before may be used again until its
   * successor is, for a minute, and has the same successor. Any other that was used before ends the
   * sign-in: it may be in other hands.
   *
   * @param text the refresh token as it came
   * @param device whose it must be; null when that is not known
   * @param reused told the account and device whose sign-in ended for that reason
   */
  public Outcome<SignedIn> refresh(
      String text, @Nullable UUID device, BiConsumer<UUID, UUID> reused) {
    RefreshToken token = RefreshToken.parse(text);
    if (token == null) {
      return Outcome.refused(Refusal.BAD_REFRESH_TOKEN);
    }
    List<Directory.Change> ended = new ArrayList<>();
    Outcome<Granted> outcome =
        database.write(
            handle -> {
              ended.clear();
              return refresh(handle, token, device, clock.millis(), ended);
            });
    for (Directory.Change change : ended) {
      if (change instanceof Directory.DeviceSignedOut(var account, var gone)) {
        reused.accept(account, gone);
      }
    }
    publish(ended);
    return outcome.then(granted -> Outcome.done(issue(granted)));
  }

  private Outcome<Granted> refresh(
      Handle handle,
      RefreshToken token,
      @Nullable UUID device,
      long nowMs,
      List<Directory.Change> ended) {
    AccountRows.SignInRow row = AccountRows.signInOfFamily(handle, token);
    if (row == null
        || row.expiresMs() <= nowMs
        || (device != null && !device.equals(row.device()))) {
      return Outcome.refused(Refusal.BAD_REFRESH_TOKEN);
    }
    String key = row.successorKey().isEmpty() ? RefreshToken.newSuccessorKey() : row.successorKey();
    RefreshToken next = token.next(key);
    if (!AccountRows.rotate(handle, token, next, key, nowMs, nowMs + config.refreshLifetimeMs())) {
      // Perhaps by another request at the same time.
      row = AccountRows.signInOfFamily(handle, token);
      if (row == null) {
        return Outcome.refused(Refusal.BAD_REFRESH_TOKEN);
      }
      if (!token.secretHash().equals(row.previousHash())
          || row.refreshedMs() <= nowMs - REFRESH_AGAIN_MS) {
        LOG.warn(
            "a refresh token was used twice: device {} of account {} is signed out",
            row.device(),
            row.account());
        ended.addAll(SignInRows.end(handle, row.account(), nowMs, row.device()::equals));
        return Outcome.refused(Refusal.REFRESH_TOKEN_REUSED);
      }
      next = token.next(row.successorKey());
    }
    return Outcome.done(new Granted(row.account(), row.device(), row.id(), next));
  }

  /**
   * Ends the device's sign-in; its tokens die, its sockets close, the others hear of it by their
   * rosters (SES-13), its queue stays.
   */
  public void signOut(UUID account, UUID device) {
    publish(
        database.write(handle -> SignInRows.end(handle, account, clock.millis(), device::equals)));
  }

  /**
   * Changes the password and signs out every other device, as one: nobody signs in with the old one
   * in between.
   *
   * @param oldHash of the password that was shown
   */
  Outcome<UUID> replacePassword(
      UUID account, UUID device, @Nullable String oldHash, String newHash) {
    List<Directory.Change> changes = new ArrayList<>();
    Outcome<UUID> outcome =
        database.write(
            handle -> {
              changes.clear();
              changes.addAll(
                  SignInRows.end(handle, account, clock.millis(), one -> !one.equals(device)));
              if (!AccountRows.replacePassword(handle, account, oldHash, newHash)) {
                handle.rollback();
                changes.clear();
                return Outcome.refused(Refusal.BAD_CREDENTIALS);
              }
              return Outcome.done(account);
            });
    publish(changes);
    return outcome;
  }

  /** Ends every sign-in that was not renewed in time. */
  public void endExpired() {
    long nowMs = clock.millis();
    for (AccountRows.Expired expired :
        database.read(handle -> AccountRows.expired(handle, nowMs))) {
      LOG.info("the sign-in of device {} has expired", expired.device());
      publish(
          database.write(
              handle ->
                  AccountRows.expired(handle, nowMs).contains(expired)
                      ? SignInRows.end(
                          handle, expired.account(), clock.millis(), expired.device()::equals)
                      : List.of()));
    }
  }

  /** Ends the device for good. */
  public Outcome<UUID> revoke(UUID account, UUID device) {
    List<Directory.Change> changes = new ArrayList<>();
    boolean revoked =
        database.write(
            handle -> {
              changes.clear();
              changes.add(new Directory.DeviceRevoked(account, device));
              changes.addAll(SignInRows.lock(handle, account, clock.millis()));
              if (!AccountRows.revoke(handle, account, device, clock.millis())) {
                handle.rollback();
                changes.clear();
                return false;
              }
              AccountRows.deleteSignIn(handle, device);
              return true;
            });
    publish(changes);
    return revoked ? Outcome.done(device) : Outcome.refused(Refusal.NOT_FOUND);
  }

  private void publish(List<Directory.Change> changes) {
    for (Directory.Change change : changes) {
      switch (change) {
        case Directory.DeviceSignedOut(var account, var device) ->
            liveSignIns.forget(account, device);
        case Directory.DeviceRevoked(var account, var device) ->
            liveSignIns.forget(account, device);
        case Directory.RosterChanged _,
            Directory.Asked _,
            Directory.AccountLeft _,
            Directory.Accepted _,
            Directory.BlockChanged _,
            Directory.DeviceAdded _ -> {}
      }
    }
    changes.forEach(directory::publish);
  }
}

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
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/**
 * Signs up and in. Safe from any thread; blocks on the database and on password hashing. Publishes
 * new devices to the directory after the commit.
 */
public final class Sessions {
  /** Most devices of an account: with 32 members they are the 256 targets of an entry. */
  public static final int DEVICES = 8;

  private final NodeDatabase database;
  private final CachedDirectory directory;
  private final AccessTokens accessTokens;
  private final Passwords passwords;
  private final TokenConfig config;
  private final InstantSource clock;

  /** Works on {@code database}; tokens come from {@code accessTokens}. */
  public Sessions(
      NodeDatabase database,
      CachedDirectory directory,
      AccessTokens accessTokens,
      PasswordConfig passwordConfig,
      TokenConfig config,
      Metrics metrics,
      InstantSource clock) {
    this.database = database;
    this.directory = directory;
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
      String accountHandle, String password, String displayName, String deviceName, Caller caller) {
    return passwords
        .hash(password, caller)
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
      if (database.find(handle -> AccountRows.claimed(handle, accountHandle)) != null) {
        return Outcome.refused(Refusal.HANDLE_TAKEN);
      }
      throw e;
    }
    return published(outcome, changes);
  }

  /** The account with that handle; null when there is none. */
  public @Nullable Claimed claimed(String accountHandle) {
    return database.find(handle -> AccountRows.claimed(handle, accountHandle));
  }

  /**
   * Signs in with a password, as a device that the account has or as a new one.
   *
   * @param claimed whose password it should be; null takes as long, and is refused
   * @param device one of the account's devices, or null
   * @param deviceName name of a new device when {@code device} is null
   */
  public Outcome<SignedIn> signIn(
      @Nullable Claimed claimed,
      String password,
      @Nullable UUID device,
      String deviceName,
      Caller caller) {
    return passwords
        .matches(password, claimed == null ? null : claimed.passwordHash(), caller)
        .then(
            matches ->
                matches && claimed != null
                    ? signIn(claimed.account(), claimed.passwordHash(), device, deviceName)
                    : Outcome.refused(Refusal.BAD_CREDENTIALS));
  }

  /** The account of somebody whom an outside issuer vouches for; null before the first sign-in. */
  public @Nullable UUID accountOf(OutsideTokens.Identity identity) {
    return database.find(handle -> AccountRows.byOutside(handle, identity));
  }

  /** Makes the account of somebody whom an outside issuer vouches for, with its first device. */
  public Outcome<SignedIn> signUpOutside(
      OutsideTokens.Identity identity, String accountHandle, String deviceName) {
    return newAccount(accountHandle, accountHandle, null, deviceName, identity);
  }

  /** Signs in to the account of somebody whom an outside issuer vouches for. */
  public Outcome<SignedIn> signInOutside(UUID account, @Nullable UUID device, String deviceName) {
    return signIn(account, null, device, deviceName);
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
          changes.forEach(directory::publish);
          return Outcome.done(granted.issue(accessTokens));
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
            handle, device, signIn, token, nowMs, config.signInEndMs(nowMs, nowMs));
    KnownDevices.remember(handle, device, token);
    // First: a memory of devices may exist although no roster shows the account.
    changes.addFirst(
        replaced
            ? new Directory.DeviceSignedOut(account, device)
            : new Directory.DeviceAdded(account, device));
    return new Granted(account, device, signIn, nowMs + config.signInLifetimeMs(), token);
  }
}

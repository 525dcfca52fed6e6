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
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
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
      OutsideTokens.@Nullable Vouched vouched) {
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
                if (vouched != null) {
                  AccountRows.insertOutside(handle, vouched.identity(), account);
                  if (!UsedIdTokens.use(handle, vouched, clock.millis())) {
                    handle.rollback();
                    return Outcome.refused(Refusal.BAD_OUTSIDE_TOKEN);
                  }
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
   * @param admission asked about the account once the password is known to be right
   */
  public Outcome<SignedIn> signIn(
      @Nullable Claimed claimed,
      String password,
      @Nullable UUID device,
      String deviceName,
      Caller caller,
      Function<UUID, Outcome<UUID>> admission) {
    return passwords
        .matches(password, claimed == null ? null : claimed.passwordHash(), caller)
        .then(
            matches ->
                matches && claimed != null
                    ? admission
                        .apply(claimed.account())
                        .then(_ -> signIn(claimed, device, deviceName))
                    : Outcome.refused(Refusal.BAD_CREDENTIALS));
  }

  /** The password may be another by now. */
  private Outcome<SignedIn> signIn(Claimed claimed, @Nullable UUID device, String deviceName) {
    String hash = claimed.passwordHash();
    return signIn(
        claimed.account(),
        handle -> Objects.equals(hash, AccountRows.passwordHash(handle, claimed.account())),
        Refusal.BAD_CREDENTIALS,
        device,
        deviceName);
  }

  /** The account of somebody whom an outside issuer vouches for; null before the first sign-in. */
  public @Nullable UUID accountOf(OutsideTokens.Identity identity) {
    return database.find(handle -> AccountRows.byOutside(handle, identity));
  }

  /** Makes the account of somebody whom an outside issuer vouches for, with its first device. */
  public Outcome<SignedIn> signUpOutside(
      OutsideTokens.Vouched vouched, String accountHandle, String deviceName) {
    return newAccount(accountHandle, accountHandle, null, deviceName, vouched);
  }

  /** Signs in to the account of somebody whom an outside issuer vouches for. */
  public Outcome<SignedIn> signInOutside(
      UUID account, OutsideTokens.Vouched vouched, @Nullable UUID device, String deviceName) {
    return signIn(
        account,
        handle -> UsedIdTokens.use(handle, vouched, clock.millis()),
        Refusal.BAD_OUTSIDE_TOKEN,
        device,
        deviceName);
  }

  /**
   * Signs in whoever has shown who he is.
   *
   * @param still says under the lock whether what was shown still holds
   * @param otherwise the answer when it does not
   */
  private Outcome<SignedIn> signIn(
      UUID account,
      Predicate<Handle> still,
      Refusal otherwise,
      @Nullable UUID device,
      String deviceName) {
    List<Directory.Change> changes = new ArrayList<>();
    Outcome<Granted> outcome =
        database.write(
            handle -> {
              changes.clear();
              changes.addAll(SignInRows.lock(handle, account, clock.millis()));
              if (!still.test(handle)) {
                handle.rollback();
                return Outcome.refused(otherwise);
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

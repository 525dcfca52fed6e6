package dev.plait.peer;

import dev.plait.peer.link.AccessTokens;
import dev.plait.peer.link.ApiException;
import dev.plait.peer.link.ServerApi;
import dev.plait.peer.link.Session;
import dev.plait.peer.outbox.DataException;
import dev.plait.peer.outbox.DeviceData;
import dev.plait.peer.outbox.Identity;
import java.security.SecureRandom;

/** Gets a device its identity, once, and its tokens, each time. Blocks; keeps nothing itself. */
final class DeviceSignIn {
  /**
   * A device that may talk to its server.
   *
   * @param tokens of the identity, for requests to {@code api}
   */
  record SignedIn(Identity identity, ServerApi api, AccessTokens tokens) {}

  private final PeerOptions options;
  private final ServerApi api;
  private final DeviceData data;

  DeviceSignIn(PeerOptions options, ServerApi api, DeviceData data) {
    this.options = options;
    this.api = api;
    this.data = data;
  }

  /** Signs in as the device in the data folder, which is made on first use. */
  SignedIn signIn(PeerClock clock) throws PeerException {
    Identity known = data.identity();
    Session session = null;
    if (known == null) {
      session = firstSession();
      known =
          new Identity(
              options.server().toString(),
              options.handle(),
              session.account(),
              session.device(),
              session.refreshToken(),
              new SecureRandom().nextLong());
      data.create(known);
    } else if (!known.handle().equalsIgnoreCase(options.handle())) {
      throw new PeerException(
          options.data() + " belongs to " + known.handle() + "; pass another --data");
    }
    String password = options.password();
    AccessTokens tokens =
        new AccessTokens(
            api,
            known.refreshToken(),
            this::keep,
            clock::nowMs,
            password == null
                ? null
                : new AccessTokens.Credentials(known.handle(), password, known.device()));
    if (session != null) {
      tokens.take(session);
    }
    return new SignedIn(known, api, tokens);
  }

  /** A disk that is full now may not be so for long: it is tried again, as a server is. */
  private void keep(String refreshToken) throws ApiException {
    try {
      data.keepRefreshToken(refreshToken);
    } catch (DataException e) {
      throw new ApiException(0, "not-kept", "the next token cannot be kept: " + e.getMessage());
    }
  }

  private Session firstSession() throws PeerException {
    String password = options.password();
    if (password == null) {
      throw new PeerException("this device has not signed in yet; a password is needed");
    }
    try {
      return api.signIn(options.handle(), password, options.deviceName());
    } catch (ApiException e) {
      if (!options.signUp() || !e.code().equals("bad-credentials")) {
        throw new PeerException("cannot sign in: " + e.getMessage(), e);
      }
    }
    try {
      return api.signUp(options.handle(), password, options.deviceName());
    } catch (ApiException e) {
      throw new PeerException(
          e.code().equals("handle-taken")
              ? "wrong password for " + options.handle()
              : "cannot sign up: " + e.getMessage(),
          e);
    }
  }
}

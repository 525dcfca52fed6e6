package dev.plait.peer.doctor;

import dev.plait.peer.link.AccessTokens;
import dev.plait.peer.link.ApiException;
import dev.plait.peer.link.ServerApi;
import dev.plait.peer.link.ServerUrl;
import dev.plait.peer.link.Session;
import dev.plait.peer.outbox.DataException;
import dev.plait.peer.outbox.DeviceData;
import dev.plait.peer.outbox.Identity;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Whether there is an account, and the server lets its device in. */
final class TokenCheck {
  private final DoctorOptions options;
  private final ServerApi api;

  TokenCheck(DoctorOptions options, ServerApi api) {
    this.options = options;
    this.api = api;
  }

  Answer<SignedIn> make() {
    Path data = options.data();
    if (data != null && Files.exists(data.resolve("identity.properties"))) {
      return ofDevice(data);
    }
    String handle = options.handle();
    String password = options.password();
    if (handle == null) {
      return Answer.skipped(
          "no account: say --user NAME, or --data DIR with the folder of a device");
    }
    return password == null
        ? Answer.skipped(
            "no device of " + handle + " here and no password: set PLAIT_PASSWORD, or say --data")
        : ofPassword(handle, password);
  }

  private Answer<SignedIn> ofDevice(Path data) {
    String home = "";
    try (DeviceData device = DeviceData.open(data)) {
      Identity known = Objects.requireNonNull(device.identity());
      home = known.server();
      String handle = options.handle();
      if (handle != null && !handle.equalsIgnoreCase(known.handle())) {
        return Answer.failed(
            data + " belongs to " + known.handle() + ", not " + handle,
            "say another --data, or --user " + known.handle());
      }
      String token =
          new AccessTokens(
                  api,
                  known.refreshToken(),
                  device::keepRefreshToken,
                  System::currentTimeMillis,
                  null)
              .renew();
      return Answer.ok(
          "the device of " + known.handle() + " is signed in",
          new SignedIn(known.device(), token, false));
    } catch (DataException e) {
      return e.reason() == DataException.Reason.IN_USE
          ? Answer.skipped(e.getMessage() + "; a program that is running has no need of this check")
          : Answer.failed(String.valueOf(e.getMessage()), "restore the folder from a backup");
    } catch (ApiException e) {
      return e.isSignedOut() ? signedOut(home) : other(e);
    }
  }

  /** A server may have got another address, but more often it is another server. */
  private Answer<SignedIn> signedOut(String home) {
    String again =
        "sign in again: start ./plait chat with PLAIT_PASSWORD set and the same --user and --data";
    return isSame(options.server(), home)
        ? Answer.failed("this device is signed out: the server does not take its token", again)
        : Answer.failed(
            "the server does not take the token of this device, which was made on " + home,
            "say --server " + home + "; if the server has moved here, " + again);
  }

  /**
   * RFC 3986 §6.2.2 and §6.2.3: case of scheme and host, and the default port.
   *
   * @param other as the device has kept it, maybe long ago
   */
  private static boolean isSame(URI one, String other) {
    URI first = ServerUrl.of(one).base();
    URI second;
    try {
      second = ServerUrl.of(URI.create(other)).base();
    } catch (IllegalArgumentException e) {
      return false;
    }
    return first.getScheme().equals(second.getScheme())
        && first.getHost().equals(second.getHost())
        && first.getRawPath().equals(second.getRawPath())
        && port(first) == port(second);
  }

  private static int port(URI of) {
    return of.getPort() >= 0 ? of.getPort() : of.getScheme().equals("https") ? 443 : 80;
  }

  private Answer<SignedIn> ofPassword(String handle, String password) {
    try {
      Session session = api.signIn(handle, password, "doctor");
      return Answer.ok(
          handle + " is signed in with the password, on a device for this check only",
          new SignedIn(session.device(), session.accessToken(), true));
    } catch (ApiException e) {
      return e.code().equals("bad-credentials")
          ? Answer.failed(
              "the server refuses the name or the password of " + handle,
              "check --user and PLAIT_PASSWORD, or make the account: ./plait chat --sign-up")
          : other(e);
    }
  }

  private static Answer<SignedIn> other(ApiException e) {
    return Answer.failed(
        "signing in: " + e.getMessage(),
        e.code().equals("rate-limited")
            ? "wait a minute and run it again: there were too many sign-ins"
            : "read the node's log, and run it again");
  }
}

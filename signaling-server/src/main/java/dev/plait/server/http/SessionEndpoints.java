package dev.plait.server.http;

import dev.plait.server.account.Handles;
import dev.plait.server.admission.Budget;
import dev.plait.server.admission.ClientAddress;
import dev.plait.server.admission.Outcome;
import dev.plait.server.admission.Refusal;
import dev.plait.server.http.Router.Access;
import dev.plait.server.token.OutsideTokens;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sign-up, sign-in, refresh, sign-out. Stateless beside its services. */
final class SessionEndpoints {
  /** NIST SP 800-63B §3.1.1.2: at least 8; the upper bound keeps hashing cheap to refuse. */
  static final int PASSWORD_MIN = 8;

  static final int PASSWORD_MAX = 256;
  static final int NAME_MAX = 64;
  private static final int TOKEN_MAX = 8 * 1024;

  private final Services services;
  private final Throttle throttle;

  SessionEndpoints(Services services, Throttle throttle) {
    this.services = services;
    this.throttle = throttle;
  }

  void addTo(Router router) {
    router
        .add("POST", "/v1/accounts", Access.PUBLIC, this::signUp)
        .add("POST", "/v1/sessions", Access.PUBLIC, this::signIn)
        .add("POST", "/v1/sessions/refresh", Access.PUBLIC, this::refresh)
        .add("DELETE", "/v1/sessions/current", Access.SIGNED_IN, this::signOut);
  }

  private Reply signUp(Call call) {
    if (!services.config().ops().signUpOpen()) {
      return Reply.problem(Refusal.SIGN_UP_CLOSED);
    }
    JsonBody body = call.body();
    String handle = handle(body);
    String password = body.text("password", PASSWORD_MIN, PASSWORD_MAX);
    String displayName =
        Objects.requireNonNullElse(body.optionalName("displayName", 1, NAME_MAX), handle);
    String deviceName = body.name("deviceName", 1, NAME_MAX);
    Reply wait = throttle.take(Budget.SIGN_UP, ClientAddress.network(call.address()));
    if (wait != null) {
      return wait;
    }
    return Reply.of(
        services.sessions().signUp(handle, password, displayName, deviceName),
        signedIn -> Reply.created(Json.of(signedIn)));
  }

  private Reply signIn(Call call) {
    Reply wait = throttle.take(Budget.SIGN_IN, ClientAddress.network(call.address()));
    if (wait != null) {
      return wait;
    }
    JsonBody body = call.body();
    UUID device = body.optionalUuid("device");
    String deviceName =
        device == null
            ? body.name("deviceName", 1, NAME_MAX)
            : Objects.requireNonNullElse(body.optionalName("deviceName", 1, NAME_MAX), "");
    String idToken = body.optionalText("idToken", 1, TOKEN_MAX);
    if (idToken != null) {
      return signInOutside(body, idToken, device, deviceName);
    }
    String handle = handle(body);
    String password = body.text("password", 1, PASSWORD_MAX);
    Reply handleWait = throttle.take(Budget.SIGN_IN_HANDLE, handle);
    if (handleWait != null) {
      return handleWait;
    }
    return Reply.of(
        services.sessions().signIn(handle, password, device, deviceName),
        signedIn -> Reply.ok(Json.of(signedIn)));
  }

  private Reply signInOutside(
      JsonBody body, String idToken, @Nullable UUID device, String deviceName) {
    OutsideTokens outside = services.outside();
    if (outside == null) {
      return Reply.problem(Refusal.BAD_OUTSIDE_TOKEN, "No outside issuer is configured here.");
    }
    @Nullable String handle =
        body.optionalText("handle", 1, 64) == null || !services.config().ops().signUpOpen()
            ? null
            : handle(body);
    Outcome<OutsideTokens.Identity> identity = outside.verify(idToken);
    return Reply.of(
        identity.then(who -> services.sessions().signInOutside(who, handle, device, deviceName)),
        signedIn -> Reply.ok(Json.of(signedIn)));
  }

  private Reply refresh(Call call) {
    Reply wait = throttle.take(Budget.SIGN_IN, ClientAddress.network(call.address()));
    if (wait != null) {
      return wait;
    }
    String token = call.body().text("refreshToken", 1, 256);
    return Reply.of(services.sessions().refresh(token), signedIn -> Reply.ok(Json.of(signedIn)));
  }

  private Reply signOut(Call call) {
    services.sessions().signOut(call.account(), call.device());
    return Reply.noContent();
  }

  private static String handle(JsonBody body) {
    String handle = body.text("handle", 3, 32);
    if (!Handles.valid(handle)) {
      throw BadInput.field("handle", "must match " + Handles.PATTERN);
    }
    return handle;
  }
}

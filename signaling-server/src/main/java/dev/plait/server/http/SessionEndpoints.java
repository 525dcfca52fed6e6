package dev.plait.server.http;

import dev.plait.server.account.Caller;
import dev.plait.server.account.Claimed;
import dev.plait.server.account.Handles;
import dev.plait.server.account.PasswordRules;
import dev.plait.server.account.SignedIn;
import dev.plait.server.admission.Budget;
import dev.plait.server.admission.ClientAddress;
import dev.plait.server.admission.Outcome;
import dev.plait.server.admission.Refusal;
import dev.plait.server.http.Router.Access;
import dev.plait.server.token.OutsideTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sign-up, sign-in, refresh, sign-out. The refresh token goes into the body or, for a browser that
 * asks for it, into a cookie that its pages cannot read. Stateless beside its services.
 */
final class SessionEndpoints {
  /** NIST SP 800-63B §3.1.1.2: at least 8; the upper bound keeps hashing cheap to refuse. */
  static final int PASSWORD_MIN = 8;

  static final int PASSWORD_MAX = 256;

  /** Earlier versions counted characters: one outside the BMP is two now. */
  static final int PASSWORD_LONGEST = 2 * PASSWORD_MAX;

  static final String EASY_TO_GUESS =
      "is among the commonest, or is easy to guess from the handle or the name of this service;"
          + " take a longer one, such as several words";

  static final int NAME_MAX = 64;
  static final int TOKEN_MAX = 8 * 1024;

  private final Services services;
  private final Throttle throttle;
  private final PasswordTries tries;
  private final RefreshCookies cookies;
  private final DeviceCookies deviceCookies;
  private final PasswordRules rules;

  SessionEndpoints(
      Services services,
      Throttle throttle,
      PasswordTries tries,
      RefreshCookies cookies,
      DeviceCookies deviceCookies) {
    this.services = services;
    this.tries = tries;
    this.deviceCookies = deviceCookies;
    this.rules = new PasswordRules(services.config());
    this.throttle = throttle;
    this.cookies = cookies;
  }

  void addTo(Router router) {
    router
        .add("POST", "/v1/accounts", Access.PUBLIC, this::signUp)
        .add("POST", "/v1/sessions", Access.PUBLIC, this::signIn)
        .add("POST", RefreshCookies.PATH, Access.PUBLIC, this::refresh)
        .add("DELETE", "/v1/sessions/current", Access.SIGNED_IN, this::signOut)
        .add("DELETE", "/v1/sessions", Access.SIGNED_IN, this::signOutEverywhere);
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
    boolean inCookie = refreshInCookie(body);
    String network = ClientAddress.network(call.address());
    Reply wait = throttle.take(Budget.SIGN_UP, network);
    if (wait != null) {
      return wait;
    }
    if (rules.isEasyToGuess(password, handle)) {
      throw BadInput.field("password", EASY_TO_GUESS);
    }
    Outcome<SignedIn> outcome =
        services
            .sessions()
            .signUp(handle, password, displayName, deviceName, new Caller.Stranger(network));
    return signedIn(call, inCookie, outcome, Reply::created);
  }

  private Reply signIn(Call call) {
    JsonBody body = call.body();
    UUID device = body.optionalUuid("device");
    String deviceName =
        device == null
            ? body.name("deviceName", 1, NAME_MAX)
            : Objects.requireNonNullElse(body.optionalName("deviceName", 1, NAME_MAX), "");
    boolean inCookie = refreshInCookie(body);
    String idToken = body.optionalText("idToken", 1, TOKEN_MAX);
    if (idToken != null) {
      Reply wait = throttle.take(Budget.SIGN_IN, ClientAddress.network(call.address()));
      if (wait != null) {
        return wait;
      }
      ChangeFee fee = new ChangeFee(throttle, services.audience());
      Outcome<SignedIn> outcome = signInOutside(call, body, idToken, device, deviceName, fee);
      return fee.or(() -> signedIn(call, inCookie, outcome, Reply::ok));
    }
    String handle = handle(body);
    String password = body.text("password", 1, PASSWORD_LONGEST);
    Claimed claimed = services.sessions().claimed(handle);
    if (claimed != null) {
      call.about(claimed.account(), null);
    }
    UUID known = services.knownDevices().find(handle, proofs(call, body));
    String network = ClientAddress.network(call.address());
    Reply wait =
        known == null
            ? throttle.take(Budget.SIGN_IN, network)
            : throttle.take(Budget.DEVICE, known);
    if (wait != null) {
      return wait;
    }
    Caller caller = known == null ? new Caller.Stranger(network) : new Caller.KnownDevice(known);
    ChangeFee fee = new ChangeFee(throttle, services.audience());
    return tries.run(
        known == null ? handle : known,
        () -> services.sessions().signIn(claimed, password, device, deviceName, caller, fee::take),
        outcome -> fee.or(() -> signedIn(call, inCookie, outcome, Reply::ok)));
  }

  /** By what the caller may show that it is a device of the account. */
  private List<String> proofs(Call call, JsonBody body) {
    String token = body.optionalText("refreshToken", 1, 256);
    return token == null ? deviceCookies.sent(call.request()) : List.of(token);
  }

  private Reply signedIn(
      Call call, boolean inCookie, Outcome<SignedIn> outcome, Function<Object, Reply> render) {
    return Reply.of(
        outcome,
        signedIn -> {
          call.about(signedIn.account(), signedIn.device());
          if (!inCookie) {
            return render.apply(Json.of(signedIn));
          }
          Reply kept =
              render
                  .apply(Json.withoutRefreshToken(signedIn))
                  .with(cookies.keep(call.request(), signedIn));
          return deviceCookies.keep(call.request(), signedIn, kept);
        });
  }

  private Outcome<SignedIn> signInOutside(
      Call call,
      JsonBody body,
      String idToken,
      @Nullable UUID device,
      String deviceName,
      ChangeFee fee) {
    OutsideTokens outside = services.outside();
    if (outside == null) {
      return new Outcome.Refused<>(
          Refusal.BAD_OUTSIDE_TOKEN, "No outside issuer is configured here.");
    }
    @Nullable String handle =
        body.optionalText("handle", 1, 64) == null || !services.config().ops().signUpOpen()
            ? null
            : handle(body);
    return outside
        .verify(idToken)
        .then(
            who -> {
              UUID account = services.sessions().accountOf(who.identity());
              if (account != null) {
                call.about(account, null);
                return fee.take(account)
                    .then(_ -> services.sessions().signInOutside(account, who, device, deviceName));
              }
              Audited.as(call.request(), "sign-up");
              return handle == null
                  ? new Outcome.Refused<>(
                      Refusal.INVALID_FIELD, "handle: needed for the first sign-in.")
                  : services.sessions().signUpOutside(who, handle, deviceName);
            });
  }

  private Reply refresh(Call call) {
    Reply wait = throttle.take(Budget.SIGN_IN, ClientAddress.network(call.address()));
    if (wait != null) {
      return wait;
    }
    JsonBody body = call.body();
    String token = body.optionalText("refreshToken", 1, 256);
    return token == null
        ? refreshByCookie(call, body.optionalUuid("device"))
        : signedIn(call, false, refresh(call, token, null), Reply::ok);
  }

  private Outcome<SignedIn> refresh(Call call, String token, @Nullable UUID device) {
    Outcome<SignedIn> outcome = services.renewals().refresh(token, device, call::about);
    if (outcome instanceof Outcome.Done<SignedIn>(var signedIn)) {
      String network = ClientAddress.network(call.address());
      throttle.handleDevice(Budget.SIGN_IN, network, signedIn.device());
      throttle.handleDevice(Budget.ADDRESS, network, signedIn.device());
    }
    return outcome;
  }

  private Reply refreshByCookie(Call call, @Nullable UUID device) {
    List<RefreshCookies.Sent> sent = cookies.sent(call.request());
    if (device == null && sent.size() > 1) {
      throw BadInput.field("device", "missing, and this browser is signed in as several");
    }
    List<RefreshCookies.Sent> others = new ArrayList<>();
    RefreshCookies.@Nullable Sent used = null;
    for (RefreshCookies.Sent cookie : sent) {
      if (used == null && (device == null || cookie.device().equals(device))) {
        used = cookie;
      } else {
        others.add(cookie);
      }
    }
    if (used == null) {
      return Reply.problem(Refusal.BAD_REFRESH_TOKEN, "No cookie came for this device.");
    }
    Reply reply = refreshed(call, used);
    for (int i = 0; i <= others.size() - RefreshCookies.COOKIES; i++) {
      reply = reply.with(cookies.clear(call.request(), others.get(i).device()));
    }
    return reply;
  }

  private Reply refreshed(Call call, RefreshCookies.Sent used) {
    Outcome<SignedIn> outcome = refresh(call, used.token(), used.device());
    Reply reply = signedIn(call, true, outcome, Reply::ok);
    boolean dead =
        outcome instanceof Outcome.Refused<SignedIn>(var refusal, var detail)
            && (refusal == Refusal.BAD_REFRESH_TOKEN || refusal == Refusal.REFRESH_TOKEN_REUSED);
    return dead ? reply.with(cookies.clear(call.request(), used.device())) : reply;
  }

  private Reply signOut(Call call) {
    services.signOuts().signOut(call.account(), call.device());
    return Reply.noContent().with(cookies.clear(call.request(), call.device()));
  }

  private Reply signOutEverywhere(Call call) {
    services.signOuts().signOutEverywhere(call.account());
    return Reply.noContent().with(cookies.clear(call.request(), call.device()));
  }

  private static boolean refreshInCookie(JsonBody body) {
    return switch (Objects.requireNonNullElse(body.optionalText("refreshIn", 1, 16), "body")) {
      case "body" -> false;
      case "cookie" -> true;
      default -> throw BadInput.field("refreshIn", "must be body or cookie");
    };
  }

  private static String handle(JsonBody body) {
    String handle = body.text("handle", 3, 32);
    if (!Handles.valid(handle)) {
      throw BadInput.field("handle", "must match " + Handles.PATTERN);
    }
    return handle;
  }
}

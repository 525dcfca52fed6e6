package dev.plait.server.http;

import dev.plait.server.account.Handles;
import dev.plait.server.account.PasswordRules;
import dev.plait.server.admission.Budget;
import dev.plait.server.admission.Outcome;
import dev.plait.server.admission.Refusal;
import dev.plait.server.http.Router.Access;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Profile, password, devices, look-up. Stateless beside its services. */
final class AccountEndpoints {
  private static final int URL_MAX = 512;

  private final Services services;
  private final Throttle throttle;
  private final PasswordTries tries;
  private final RefreshCookies cookies;
  private final DeviceCookies deviceCookies;
  private final PasswordRules rules;

  AccountEndpoints(
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
        .add("GET", "/v1/profile", Access.SIGNED_IN, this::profile)
        .add("PATCH", "/v1/profile", Access.SIGNED_IN, this::changeProfile)
        .add("POST", "/v1/password", Access.SIGNED_IN, this::changePassword)
        .add("GET", "/v1/devices", Access.SIGNED_IN, this::devices)
        .add("PATCH", "/v1/devices/{device}", Access.SIGNED_IN, this::renameDevice)
        .add("DELETE", "/v1/devices/{device}", Access.SIGNED_IN, this::revokeDevice)
        .add("GET", "/v1/accounts/by-handle/{handle}", Access.SIGNED_IN, this::byHandle);
  }

  private Reply profile(Call call) {
    return Reply.of(
        services.accounts().profile(call.account()), profile -> Reply.ok(Json.of(profile)));
  }

  private Reply changeProfile(Call call) {
    JsonBody body = call.body();
    String displayName = body.optionalName("displayName", 1, SessionEndpoints.NAME_MAX);
    String avatarUrl = body.optionalText("avatarUrl", 0, URL_MAX);
    if (avatarUrl != null && !avatarUrl.isEmpty() && !isHttps(avatarUrl)) {
      throw BadInput.field("avatarUrl", "must be an https URL, or empty to take it away");
    }
    long told = displayName == null ? 0 : services.audience().ofName(call.account());
    @Nullable Reply wait = throttle.takeForChange(call.account(), told);
    if (wait != null) {
      return wait;
    }
    return Reply.of(
        services.accounts().changeProfile(call.account(), displayName, avatarUrl),
        profile -> Reply.ok(Json.of(profile)));
  }

  private Reply changePassword(Call call) {
    JsonBody body = call.body();
    String oldPassword = body.text("old", 1, SessionEndpoints.PASSWORD_LONGEST);
    String newPassword =
        body.text("new", SessionEndpoints.PASSWORD_MIN, SessionEndpoints.PASSWORD_MAX);
    return Reply.of(
        services.accounts().profile(call.account()),
        profile -> {
          if (rules.isEasyToGuess(newPassword, profile.handle())) {
            throw BadInput.field("new", SessionEndpoints.EASY_TO_GUESS);
          }
          ChangeFee fee = new ChangeFee(throttle, services.audience());
          return tries.run(
              call.device(),
              () ->
                  services
                      .accounts()
                      .changePassword(
                          call.account(), call.device(), oldPassword, newPassword, fee::take),
              outcome -> fee.or(() -> Reply.of(outcome, account -> Reply.noContent())));
        });
  }

  private Reply devices(Call call) {
    return Reply.ok(
        Map.of(
            "devices",
            services.accounts().devices(call.account()).stream()
                .map(device -> Json.of(device, call.device()))
                .toList()));
  }

  private Reply renameDevice(Call call) {
    String name = call.body().name("name", 1, SessionEndpoints.NAME_MAX);
    return Reply.of(
        services.accounts().renameDevice(call.account(), call.id("device"), name),
        device -> Reply.ok(Json.of(device, call.device())));
  }

  private Reply revokeDevice(Call call) {
    return Reply.of(
        services.signOuts().revoke(call.account(), call.id("device")),
        device ->
            device.equals(call.device())
                ? Reply.noContent()
                    .with(cookies.clear(call.request(), device))
                    .with(deviceCookies.clear(call.request(), device))
                : Reply.noContent());
  }

  private Reply byHandle(Call call) {
    @Nullable Reply wait = throttle.take(Budget.LOOKUP, call.account());
    if (wait != null) {
      return wait;
    }
    String handle = call.text("handle");
    return Reply.of(
        Handles.valid(handle)
            ? services.accounts().byHandle(handle)
            : Outcome.refused(Refusal.NOT_FOUND),
        profile -> Reply.ok(Json.of(profile)));
  }

  private static boolean isHttps(String text) {
    try {
      URI uri = new URI(text);
      return "https".equals(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null;
    } catch (URISyntaxException notOne) {
      return false;
    }
  }
}

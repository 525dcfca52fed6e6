package dev.plait.server.http;

import dev.plait.server.admission.Budget;
import dev.plait.server.admission.Outcome;
import dev.plait.server.admission.Refusal;
import dev.plait.server.http.Router.Access;
import dev.plait.server.token.OutsideTokens;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The account as a whole: its end. Stateless beside its services. */
final class OwnAccountEndpoints {
  private final Services services;
  private final Throttle throttle;
  private final RefreshCookies cookies;

  OwnAccountEndpoints(Services services, Throttle throttle, RefreshCookies cookies) {
    this.services = services;
    this.throttle = throttle;
    this.cookies = cookies;
  }

  void addTo(Router router) {
    router.add("POST", "/v1/account/delete", Access.SIGNED_IN, this::delete);
  }

  private Reply delete(Call call) {
    JsonBody body = call.body();
    String password = body.optionalText("password", 1, SessionEndpoints.PASSWORD_LONGEST);
    String idToken = body.optionalText("idToken", 1, SessionEndpoints.TOKEN_MAX);
    if (password == null && idToken == null) {
      throw BadInput.field(
          "password", "needed, or idToken for an account without one: it shows that it is you");
    }
    @Nullable Reply wait = throttle.take(Budget.SIGN_IN_HANDLE, call.account().toString());
    if (wait != null) {
      return wait;
    }
    return Reply.of(
        password != null
            ? services.deletions().delete(call.account(), password)
            : deleteOutside(call.account(), idToken),
        account -> Reply.noContent().with(cookies.clear(call.request(), call.device())));
  }

  private Outcome<UUID> deleteOutside(UUID account, String idToken) {
    OutsideTokens outside = services.outside();
    return outside == null
        ? new Outcome.Refused<>(Refusal.BAD_OUTSIDE_TOKEN, "No outside issuer is configured here.")
        : outside
            .verifyFresh(idToken, services.clock().millis())
            .then(identity -> services.deletions().deleteOutside(account, identity));
  }
}

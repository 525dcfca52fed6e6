package dev.plait.server.http;

import dev.plait.server.account.Exports;
import dev.plait.server.account.Exports.Position;
import dev.plait.server.admission.Budget;
import dev.plait.server.admission.ClientAddress;
import dev.plait.server.admission.Outcome;
import dev.plait.server.admission.Refusal;
import dev.plait.server.http.Router.Access;
import dev.plait.server.token.OutsideTokens;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The account as a whole: what is kept of it, and its end. Stateless beside its services. */
final class OwnAccountEndpoints {
  /** What a page costs, in requests: it reads up to 200 conversations with their members. */
  private static final long EXPORT_COST = 10;

  private final Services services;
  private final Throttle throttle;
  private final PasswordTries tries;
  private final RefreshCookies cookies;
  private final DeviceCookies deviceCookies;

  OwnAccountEndpoints(
      Services services,
      Throttle throttle,
      PasswordTries tries,
      RefreshCookies cookies,
      DeviceCookies deviceCookies) {
    this.services = services;
    this.throttle = throttle;
    this.tries = tries;
    this.cookies = cookies;
    this.deviceCookies = deviceCookies;
  }

  void addTo(Router router) {
    router
        .add("GET", "/v1/account/export", Access.SIGNED_IN, this::export)
        .add("POST", "/v1/account/delete", Access.SIGNED_IN, this::delete);
  }

  private Reply export(Call call) {
    Position at = position(call.query("after"));
    @Nullable Reply wait = throttle.take(Budget.ACCOUNT, call.account(), EXPORT_COST);
    if (wait != null) {
      return wait;
    }
    Exports.Page page = services.exports().page(call.account(), at);
    Map<String, Object> tree = new LinkedHashMap<>(page.tree());
    Position next = page.next();
    if (next != null) {
      tree.put("next", word(next.section()) + ":" + next.after());
    }
    return Reply.ok(tree);
  }

  private static Position position(@Nullable String after) {
    if (after == null) {
      return Position.START;
    }
    int colon = after.indexOf(':');
    @Nullable UUID id = JsonBody.uuidOrNull(after.substring(colon + 1));
    for (Exports.Section section : Exports.Section.values()) {
      if (id != null && colon > 0 && word(section).equals(after.substring(0, colon))) {
        return new Position(section, id);
      }
    }
    throw BadInput.field("after", "must be the next of the page before");
  }

  private static String word(Exports.Section section) {
    return section.name().toLowerCase(Locale.ROOT);
  }

  private Reply delete(Call call) {
    JsonBody body = call.body();
    String password = body.optionalText("password", 1, SessionEndpoints.PASSWORD_LONGEST);
    String idToken = body.optionalText("idToken", 1, SessionEndpoints.TOKEN_MAX);
    if (password == null && idToken == null) {
      throw BadInput.field(
          "password", "needed, or idToken for an account without one: it shows that it is you");
    }
    if (password != null) {
      return tries.run(
          call.device(),
          () -> services.deletions().delete(call.account(), call.device(), password),
          outcome -> deleted(call, outcome));
    }
    @Nullable Reply wait = throttle.take(Budget.SIGN_IN, ClientAddress.network(call.address()));
    return wait != null
        ? wait
        : deleted(call, deleteOutside(call.account(), Objects.requireNonNull(idToken)));
  }

  private Reply deleted(Call call, Outcome<UUID> outcome) {
    return Reply.of(
        outcome,
        account ->
            Reply.noContent()
                .with(cookies.clear(call.request(), call.device()))
                .with(deviceCookies.clear(call.request(), call.device())));
  }

  private Outcome<UUID> deleteOutside(UUID account, String idToken) {
    OutsideTokens outside = services.outside();
    return outside == null
        ? new Outcome.Refused<>(Refusal.BAD_OUTSIDE_TOKEN, "No outside issuer is configured here.")
        : outside
            .verifyFresh(idToken, services.clock().millis())
            .then(vouched -> services.deletions().deleteOutside(account, vouched));
  }
}

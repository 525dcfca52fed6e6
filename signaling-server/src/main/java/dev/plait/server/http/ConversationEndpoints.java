package dev.plait.server.http;

import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Limits;
import dev.plait.server.account.BlockPage;
import dev.plait.server.account.Profile;
import dev.plait.server.admission.Budget;
import dev.plait.server.admission.ClientAddress;
import dev.plait.server.conversation.ConversationPage;
import dev.plait.server.conversation.Conversations;
import dev.plait.server.http.Router.Access;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Conversations, members, blocks. Stateless beside its services. */
final class ConversationEndpoints {
  private final Services services;
  private final Throttle throttle;

  ConversationEndpoints(Services services, Throttle throttle) {
    this.services = services;
    this.throttle = throttle;
  }

  void addTo(Router router) {
    String one = "/v1/conversations/{conversation}";
    router
        .add("POST", "/v1/conversations", Access.SIGNED_IN, this::create)
        .add("GET", "/v1/conversations", Access.SIGNED_IN, this::list)
        .add("GET", one, Access.SIGNED_IN, this::get)
        .add("PATCH", one, Access.SIGNED_IN, this::rename)
        .add("POST", one + "/members", Access.SIGNED_IN, this::addMember)
        .add("DELETE", one + "/members/{account}", Access.SIGNED_IN, this::removeMember)
        .add("POST", one + "/accept", Access.SIGNED_IN, this::accept)
        .add("POST", one + "/block", Access.SIGNED_IN, this::block)
        .add("GET", "/v1/blocks", Access.SIGNED_IN, this::blocks)
        .add("DELETE", "/v1/blocks/{account}", Access.SIGNED_IN, this::unblock);
  }

  private Reply create(Call call) {
    JsonBody body = call.body();
    ConversationKind kind =
        switch (body.text("kind", 1, 16)) {
          case "direct" -> ConversationKind.DIRECT;
          case "group" -> ConversationKind.GROUP;
          default -> throw BadInput.field("kind", "must be direct or group");
        };
    String title = Objects.requireNonNullElse(body.optionalName("title", 0, Limits.TEXT_CHARS), "");
    List<UUID> members = body.uuids("members", Conversations.MEMBERS);
    @Nullable Reply wait = throttle.takeForChange(call.account(), members.size());
    wait = wait != null ? wait : ask(call, members);
    if (wait != null) {
      return wait;
    }
    return Reply.of(
        services.conversations().create(call.account(), kind, title, members),
        created ->
            created.existed()
                ? Reply.ok(Json.of(created.roster()))
                : Reply.created(Json.of(created.roster())));
  }

  /** Who asks strangers pays for each; null when the call may go on. */
  private @Nullable Reply ask(Call call, List<UUID> accounts) {
    long strangers =
        accounts.stream()
            .filter(account -> services.conversations().strangers(call.account(), account))
            .distinct()
            .count();
    @Nullable Reply wait = throttle.take(Budget.REQUEST, call.account(), strangers);
    return wait != null
        ? wait
        : throttle.take(Budget.REQUEST_ADDRESS, ClientAddress.network(call.address()), strangers);
  }

  /** Null when the call may change the conversation that it names. */
  private @Nullable Reply payForChange(Call call) {
    return throttle.takeForChange(
        call.account(), services.audience().of(call.account(), call.id("conversation")));
  }

  private Reply list(Call call) {
    ConversationPage page = services.conversations().list(call.account(), call.idInQuery("after"));
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("conversations", page.rosters().stream().map(Json::of).toList());
    if (page.next() != null) {
      tree.put("next", page.next().toString());
    }
    return Reply.ok(tree).withTag();
  }

  private Reply get(Call call) {
    return Reply.of(
        services.conversations().get(call.account(), call.id("conversation")),
        roster -> Reply.ok(Json.of(roster)));
  }

  private Reply rename(Call call) {
    String title = call.body().name("title", 0, Limits.TEXT_CHARS);
    @Nullable Reply wait = payForChange(call);
    if (wait != null) {
      return wait;
    }
    return Reply.of(
        services.conversations().rename(call.account(), call.id("conversation"), title),
        roster -> Reply.ok(Json.of(roster)));
  }

  private Reply addMember(Call call) {
    UUID invited = call.body().uuid("account");
    @Nullable Reply wait = payForChange(call);
    wait = wait != null ? wait : ask(call, List.of(invited));
    if (wait != null) {
      return wait;
    }
    return Reply.of(
        services.conversations().add(call.account(), call.id("conversation"), invited),
        roster -> Reply.ok(Json.of(roster)));
  }

  private Reply removeMember(Call call) {
    boolean other = !call.id("account").equals(call.account());
    @Nullable Reply wait = other ? payForChange(call) : null;
    if (wait != null) {
      return wait;
    }
    return Reply.of(
        services
            .conversations()
            .remove(call.account(), call.id("conversation"), call.id("account")),
        removed -> Reply.noContent());
  }

  private Reply accept(Call call) {
    return Reply.of(
        services.conversations().accept(call.account(), call.id("conversation")),
        roster -> Reply.ok(Json.of(roster)));
  }

  private Reply block(Call call) {
    return Reply.of(
        services.blocks().block(call.account(), call.id("conversation")),
        blocked -> Reply.noContent());
  }

  private Reply blocks(Call call) {
    BlockPage page = services.accounts().blockedBy(call.account(), call.idInQuery("after"));
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("accounts", Json.texts(page.profiles().stream().map(Profile::account).toList()));
    tree.put("profiles", page.profiles().stream().map(Json::of).toList());
    if (page.next() != null) {
      tree.put("next", page.next().toString());
    }
    return Reply.ok(tree).withTag();
  }

  private Reply unblock(Call call) {
    return Reply.of(
        services.blocks().unblock(call.account(), call.id("account")),
        account -> Reply.noContent());
  }
}

package dev.plait.server.http;

import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import dev.plait.server.account.Device;
import dev.plait.server.account.Profile;
import dev.plait.server.account.SignedIn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Turns results into JSON trees, with the words of the protocol page. Stateless. */
final class Json {
  private Json() {}

  /** All but the refresh token. */
  static Map<String, Object> withoutRefreshToken(SignedIn signedIn) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("account", signedIn.account().toString());
    tree.put("device", signedIn.device().toString());
    tree.put("accessToken", signedIn.accessToken());
    tree.put("accessExpiresAtMs", signedIn.accessExpiresAtMs());
    tree.put("signInEndsAtMs", signedIn.endsAtMs());
    return tree;
  }

  static Map<String, Object> of(SignedIn signedIn) {
    Map<String, Object> tree = withoutRefreshToken(signedIn);
    tree.put("refreshToken", signedIn.refreshToken());
    return tree;
  }

  static Map<String, Object> of(Profile profile) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("account", profile.account().toString());
    tree.put("handle", profile.handle());
    tree.put("displayName", profile.displayName());
    if (!profile.avatarUrl().isEmpty()) {
      tree.put("avatarUrl", profile.avatarUrl());
    }
    return tree;
  }

  static Map<String, Object> of(Device device, UUID current) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("device", device.device().toString());
    tree.put("name", device.name());
    tree.put("createdAtMs", device.createdAtMs());
    tree.put("signedIn", device.signedIn());
    tree.put("current", device.device().equals(current));
    if (device.signedIn()) {
      tree.put("refreshedAtMs", device.refreshedAtMs());
    }
    return tree;
  }

  static Map<String, Object> of(Frame.Roster roster) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("conversation", roster.conversation().toString());
    tree.put("version", roster.version());
    tree.put("kind", roster.kind().name().toLowerCase(Locale.ROOT));
    tree.put("title", roster.title());
    tree.put("members", roster.members().stream().map(Json::of).toList());
    return tree;
  }

  private static Map<String, Object> of(Member member) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("account", member.account().toString());
    tree.put("handle", member.handle());
    tree.put("displayName", member.displayName());
    tree.put("owner", member.owner());
    tree.put("accepted", member.accepted());
    tree.put("devices", texts(member.devices()));
    tree.put("signedOut", texts(member.signedOut()));
    return tree;
  }

  static List<String> texts(List<UUID> ids) {
    return ids.stream().map(UUID::toString).toList();
  }
}

package dev.plait.peer;

import dev.plait.peer.link.AccessTokens;
import dev.plait.peer.link.ApiException;
import dev.plait.peer.link.ServerApi;
import dev.plait.protocol.transcript.PersonName;
import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Frame;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who has a handle: as far as it is known here, or as the server says. Safe from any thread. */
final class Handles {
  private final ServerApi api;
  private final AccessTokens tokens;

  Handles(ServerApi api, AccessTokens tokens) {
    this.api = api;
    this.tokens = tokens;
  }

  /** The direct conversation with that handle that {@code me} has accepted; null for none. */
  static Frame.@Nullable Roster direct(String handle, UUID me, List<Frame.Roster> conversations) {
    return conversations.stream()
        .filter(one -> one.kind() == ConversationKind.DIRECT)
        .filter(
            one ->
                one.members().stream()
                    .anyMatch(member -> PersonName.sameAscii(member.handle(), handle)))
        .filter(
            one ->
                one.members().stream()
                    .anyMatch(member -> member.account().equals(me) && member.accepted()))
        .findFirst()
        .orElse(null);
  }

  /** The account of a handle. Blocks on the server. */
  UUID accountOf(String handle) throws ApiException, PeerException {
    Optional<UUID> account = tokens.ask(token -> Optional.ofNullable(api.accountOf(token, handle)));
    return account.orElseThrow(() -> new PeerException("there is no " + handle + " here"));
  }
}

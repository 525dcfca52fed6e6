package dev.plait.peer;

import dev.plait.peer.link.AccessTokens;
import dev.plait.peer.link.ApiException;
import dev.plait.peer.link.OpenRequest;
import dev.plait.peer.link.ServerApi;
import dev.plait.peer.outbox.Identity;
import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Frame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a person may change of the account's conversations (docs/openapi.yaml). The base of {@link
 * Peer}. Safe for use by several threads.
 *
 * <p>Invariants: each request is one of the signed-in account, with a token that is fresh; it
 * blocks on the server, and fails with a {@link PeerException} that says what to do.
 */
public abstract sealed class AccountRequests permits Peer {
  private final Identity identity;
  private final ServerApi api;
  private final AccessTokens tokens;
  private final Handles handles;

  AccountRequests(DeviceSignIn.SignedIn signedIn) {
    this.identity = signedIn.identity();
    this.api = signedIn.api();
    this.tokens = signedIn.tokens();
    this.handles = new Handles(api, tokens);
  }

  /** This device's account. */
  public UUID account() {
    return identity.account();
  }

  /** This device. */
  public UUID device() {
    return identity.device();
  }

  /** The account's handle. */
  public String handle() {
    return identity.handle();
  }

  /** All conversations as last told by the server. */
  public abstract List<Frame.Roster> conversations();

  /** The server has told of a conversation; done when everything here knows. */
  abstract void learn(Frame.Roster roster);

  /**
   * The direct conversation with an account. One that is known here and accepted is there without
   * the server; else blocks on the server, which makes one when there is none, and accepts the
   * other side's request when there is one.
   *
   * @throws PeerException when the handle is the own one or unknown, or the server does not answer
   */
  public Frame.Roster openDirect(String handle) throws PeerException {
    if (handle.equalsIgnoreCase(handle())) {
      throw new PeerException(
          handle + " is your own handle, and a message goes to somebody else; name another handle");
    }
    Frame.Roster known = Handles.direct(handle, account(), conversations());
    return known == null ? open(ConversationKind.DIRECT, "", List.of(handle)) : known;
  }

  /** A new group. Blocks on the server. */
  public Frame.Roster createGroup(String title, List<String> handles) throws PeerException {
    return open(ConversationKind.GROUP, title, handles);
  }

  private Frame.Roster open(ConversationKind kind, String title, List<String> handles)
      throws PeerException {
    try {
      List<UUID> members = new ArrayList<>();
      for (String handle : handles) {
        members.add(this.handles.accountOf(handle));
      }
      Frame.Roster roster =
          tokens.ask(token -> api.createConversation(token, kind, title, members));
      learn(roster);
      return roster;
    } catch (ApiException e) {
      throw new PeerException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * What is asked in a request, and the first of what was said: it comes to this device once the
   * request is accepted. Looking tells nobody anything. Blocks on the server.
   */
  public OpenRequest request(UUID conversation) throws PeerException {
    List<OpenRequest> opened = new ArrayList<>();
    onServer(token -> opened.add(api.request(token, conversation)));
    return opened.getFirst();
  }

  /** Accepts a request: from then on direct channels are allowed. Blocks on the server. */
  public void accept(UUID conversation) throws PeerException {
    onServer(token -> learn(api.accept(token, conversation)));
  }

  /** Says no to a request; who asked may ask again. Blocks on the server. */
  public void decline(UUID conversation) throws PeerException {
    onServer(token -> api.decline(token, conversation));
  }

  /** Blocks the other side of a request. Blocks on the server. */
  public void block(UUID conversation) throws PeerException {
    onServer(token -> api.block(token, conversation));
  }

  /** Takes a block back: their conversation is a request again. Blocks on the server. */
  public void unblock(String handle) throws PeerException {
    onServer(token -> api.unblock(token, handles.accountOf(handle)));
  }

  /** Invites somebody to a group that this account owns. Blocks on the server. */
  public void addMember(UUID group, String handle) throws PeerException {
    onServer(token -> api.addMember(token, group, handles.accountOf(handle)));
  }

  /** Takes somebody out of a group that this account owns. Blocks on the server. */
  public void removeMember(UUID group, String handle) throws PeerException {
    onServer(token -> api.removeMember(token, group, handles.accountOf(handle)));
  }

  /** Leaves a group: nothing more comes from it. Blocks on the server. */
  public void leave(UUID group) throws PeerException {
    onServer(token -> api.removeMember(token, group, account()));
  }

  /** Gives a group that this account owns a title. Blocks on the server. */
  public void rename(UUID group, String title) throws PeerException {
    onServer(token -> api.rename(token, group, title));
  }

  /** Signs every device of the account out, this one too. Blocks on the server. */
  public void signOutEverywhere() throws PeerException {
    onServer(api::signOutEverywhere);
  }

  /**
   * Deletes the account for good. What others have received stays with them, and what is on this
   * device on its disk. Blocks on the server.
   */
  public void deleteAccount(String password) throws PeerException {
    onServer(token -> api.deleteAccount(token, password));
  }

  /**
   * All that the server keeps of the account, as docs/openapi.yaml has it. Blocks on the server.
   */
  public Map<String, Object> exportAccount() throws PeerException {
    Map<String, Object> export = new LinkedHashMap<>();
    onServer(token -> export.putAll(api.exportAccount(token)));
    return export;
  }

  /** Something that the server is asked to do. */
  private interface Request {
    void send(String token) throws ApiException, PeerException;
  }

  private void onServer(Request request) throws PeerException {
    try {
      tokens.ask(
          token -> {
            request.send(token);
            return request;
          });
    } catch (ApiException e) {
      throw new PeerException(String.valueOf(e.getMessage()), e);
    }
  }
}

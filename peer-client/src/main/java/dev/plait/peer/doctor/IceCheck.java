package dev.plait.peer.doctor;

import dev.plait.peer.link.ApiException;
import dev.plait.peer.link.IceAnswer;
import dev.plait.peer.link.IceServer;
import dev.plait.peer.link.ServerApi;
import dev.plait.turn.credential.TurnCredential;
import dev.plait.turn.probe.TurnUrl;
import java.util.ArrayList;
import java.util.List;

/** Which STUN and TURN servers the node offers. Stateless. */
final class IceCheck {
  /** Of more, checking would take too long, and so would a connection. */
  private static final int URLS_MAX = 12;

  /**
   * One URL that was offered.
   *
   * @param of the server that it is of
   * @param realm that the server must be of; empty when the node does not say
   */
  record Offered(TurnUrl url, IceServer of, TurnCredential credential, String realm) {}

  private IceCheck() {}

  static Answer<List<Offered>> make(ServerApi api, String token) {
    IceAnswer answer;
    try {
      answer = api.iceServers(token);
    } catch (ApiException e) {
      return Answer.failed(
          "the node names no STUN and TURN servers: " + e.getMessage(), "read the node's log");
    }
    List<Offered> offered = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (IceServer server : answer.servers()) {
      TurnCredential credential =
          new TurnCredential(server.username(), server.credential(), answer.expiresAtMs());
      for (String url : server.urls()) {
        try {
          offered.add(new Offered(TurnUrl.parse(url), server, credential, server.realm()));
        } catch (IllegalArgumentException e) {
          wrong.add(String.valueOf(e.getMessage()));
        }
      }
    }
    return judge(offered.subList(0, Math.min(offered.size(), URLS_MAX)), wrong);
  }

  private static Answer<List<Offered>> judge(List<Offered> offered, List<String> wrong) {
    String detail = offered.size() + " URLs of STUN and TURN servers";
    if (!wrong.isEmpty()) {
      return Answer.warning(
          detail + "; " + String.join("; ", wrong), "correct plait.ice.urls of the node", offered);
    }
    return offered.isEmpty()
        ? Answer.warning(
            "the node offers no STUN or TURN server",
            "set plait.turn.nodes of the node: without, only devices of one network, or with"
                + " public addresses, reach each other directly",
            offered)
        : Answer.ok(detail, offered);
  }
}

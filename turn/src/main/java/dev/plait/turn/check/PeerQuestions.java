package dev.plait.turn.check;

import dev.plait.turn.check.PeerAnswer.Answer;
import dev.plait.turn.probe.Fault;
import dev.plait.turn.probe.TurnClient;
import dev.plait.turn.probe.TurnException;
import dev.plait.turn.stun.ChannelData;
import dev.plait.turn.stun.TransportAddress;

/**
 * Asks a server for permissions and channels, and never sends data to the addresses. Used by one
 * thread.
 */
final class PeerQuestions {
  /** A server may answer nothing to some; one that answers nothing at all is gone. */
  private static final int SILENCES_MAX = 2;

  private final TurnClient client;
  private int nextChannel = ChannelData.CHANNEL_MIN;
  private int silences;

  /** Asks with the client's allocation. */
  PeerQuestions(TurnClient client) {
    this.client = client;
  }

  /**
   * Asks for one address.
   *
   * @throws TurnException when the server is gone, or the allocation
   */
  PeerAnswer ask(ForbiddenPeer peer) throws TurnException {
    return new PeerAnswer(peer, permission(peer.address()), channel(peer.address()));
  }

  /** Whether a permission is given. */
  Answer permission(TransportAddress address) throws TurnException {
    try {
      client.permit(address);
      return Answer.PERMITTED;
    } catch (TurnException e) {
      return answer(e);
    }
  }

  private Answer channel(TransportAddress address) throws TurnException {
    if (nextChannel > ChannelData.CHANNEL_MAX) {
      throw new IllegalStateException("more addresses than channels");
    }
    try {
      client.bind(nextChannel++, address);
      return Answer.PERMITTED;
    } catch (TurnException e) {
      return answer(e);
    }
  }

  private Answer answer(TurnException refusal) throws TurnException {
    Fault fault = refusal.fault();
    if (fault == Fault.NO_ANSWER && ++silences <= SILENCES_MAX) {
      return Answer.REFUSED;
    }
    boolean isOfThePeer = fault == Fault.FORBIDDEN || fault == Fault.OTHER;
    if (!isOfThePeer && fault != Fault.FAMILY_UNSUPPORTED) {
      throw refusal;
    }
    return isOfThePeer ? Answer.REFUSED : Answer.NOT_ASKED;
  }
}

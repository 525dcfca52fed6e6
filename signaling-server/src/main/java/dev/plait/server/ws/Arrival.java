package dev.plait.server.ws;

import dev.plait.server.admission.Budget;
import dev.plait.server.admission.OpenConnections;
import dev.plait.server.admission.RateLimits;
import java.util.UUID;

/**
 * One connection as the limits of its network see it. A good hello gives back what the upgrade took
 * of the network's budget, and the connection is the device's from then on: so any number of
 * devices come back at once behind one address. Safe from any thread.
 */
final class Arrival {
  private enum State {
    STRANGER,
    DEVICE,
    OVER
  }

  private final RateLimits rates;
  private final OpenConnections open;
  private final String network;
  private final boolean proxied;
  private State state = State.STRANGER;

  /**
   * An upgrade that is taken.
   *
   * @param proxied whether it came by a trusted proxy, whose own connections are not counted
   */
  Arrival(RateLimits rates, OpenConnections open, String network, boolean proxied) {
    this.rates = rates;
    this.open = open;
    this.network = network;
    this.proxied = proxied;
  }

  /** The connection is there. */
  void handleOpened() {
    if (proxied) {
      open.enter(network);
    }
  }

  /** It has said a good hello. A device that does so too often still counts as a stranger does. */
  synchronized void handleAdmitted(UUID device) {
    if (state == State.STRANGER && rates.take(Budget.DEVICE, device, 1) == 0) {
      state = State.DEVICE;
      open.leave(network);
      rates.giveBack(Budget.CONNECT, network);
    }
  }

  /** It is over. Whoever counted what carried it counts the end of that as well. */
  synchronized void handleClosed() {
    if (state == State.STRANGER && proxied) {
      open.leave(network);
    } else if (state == State.DEVICE && !proxied) {
      open.enter(network);
    }
    state = State.OVER;
  }
}

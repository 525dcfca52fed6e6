/** @typedef {import('./Peer.js').PeerEvent} PeerEvent */

/** Until the tab that leads from now on is connected. @type {Extract<PeerEvent, {event: 'connection-changed'}>} */
export const STARTING = { event: 'connection-changed', state: 'offline', reason: 'starting', retryInMs: 0 };

/** What is not on disk and a tab that joins late has to hear: how the link is, and who is there. */
export class Latest {
  #connection = STARTING;
  /** @type {Map<string, PeerEvent>} by account */
  #presence = new Map();

  /** @param {PeerEvent} event */
  handle(event) {
    if (event.event === 'connection-changed') {
      this.#connection = event;
    } else if (event.event === 'presence-changed') {
      this.#presence.set(event.account, event);
    }
  }

  /** @returns {import('./Peer.js').Connection} */
  connection() {
    const { state, reason, retryInMs } = this.#connection;
    return { state, reason, retryInMs };
  }

  /** @returns {PeerEvent[]} */
  events() {
    return [this.#connection, ...this.#presence.values()];
  }
}

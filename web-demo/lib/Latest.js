/** @typedef {import('./Peer.js').PeerEvent} PeerEvent */

/** What is not on disk and a tab that joins late has to hear: how the link is, and who is there. */
export class Latest {
  /** @type {Extract<PeerEvent, {event: 'connection-changed'}>} */
  #connection = { event: 'connection-changed', state: 'offline', reason: 'starting', retryInMs: 0 };
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

/** Who hears what happens. One that fails does not keep it from the others. */
export class Listeners {
  /** @type {Set<(event: import('./Peer.js').PeerEvent) => void>} */
  #all = new Set();

  /**
   * @param {(event: import('./Peer.js').PeerEvent) => void} listener
   * @returns {() => void} ends it
   */
  add(listener) {
    this.#all.add(listener);
    return () => void this.#all.delete(listener);
  }

  /** @param {import('./Peer.js').PeerEvent} event */
  tell(event) {
    for (const listener of this.#all) {
      try {
        listener(event);
      } catch (failure) {
        reportError(failure);
      }
    }
  }
}

/** @typedef {import('./CoreEffect.js').CoreEffect} CoreEffect */
/** @typedef {import('./DiskWrite.js').DiskWrite} DiskWrite */

/** Collects what the parts of a `DeviceCore` want done, in order, for one driver turn. */
export class Effects {
  /** @type {CoreEffect[]} */
  #queue = [];
  #taken = 0;
  #lastTicket = 0;
  #lastRef = 0;

  /** @param {CoreEffect} effect */
  add(effect) {
    this.#queue.push(effect);
  }

  /** @param {import('./PeerEvent.js').PeerEvent} event */
  tell(event) {
    this.#queue.push({ effect: 'tell', event });
  }

  /** Wants writes, with an answer under the returned ticket. @param {DiskWrite[]} writes */
  persist(writes) {
    const ticket = ++this.#lastTicket;
    this.#queue.push({ effect: 'persist', ticket, writes });
    return ticket;
  }

  /** Wants a write that nothing waits for. @param {DiskWrite} write */
  persistLazily(write) {
    this.#queue.push({ effect: 'persist', ticket: 0, writes: [write] });
  }

  nextRef() {
    return ++this.#lastRef;
  }

  /** @returns {CoreEffect | null} */
  poll() {
    if (this.#taken === this.#queue.length) {
      this.#queue = [];
      this.#taken = 0;
      return null;
    }
    return this.#queue[this.#taken++];
  }
}

/** @typedef {import('./CoreEffect.js').CoreEffect} CoreEffect */
/** @typedef {import('./DiskWrite.js').DiskWrite} DiskWrite */

/**
 * Collects what the parts of a `DeviceCore` want done, in order, for one driver turn. Once its past turns out not to be
 * its own (DLV-22) it says nothing more to others: what it wants in that turn is written and told, later only told.
 */
export class Effects {
  /** @type {CoreEffect[]} */
  #queue = [];
  #taken = 0;
  #lastTicket = 0;
  #lastRef = 0;
  /** @type {'going-on' | 'ending' | 'over'} */
  #state = 'going-on';

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
    while (this.#taken < this.#queue.length) {
      const effect = this.#queue[this.#taken++];
      if (effect.effect === 'begin-epoch') {
        this.#state = 'ending';
        return effect;
      } else if (this.#counts(effect)) {
        return effect;
      }
    }
    this.#queue = [];
    this.#taken = 0;
    this.#state = this.#state === 'going-on' ? 'going-on' : 'over';
    return null;
  }

  /** @param {CoreEffect} effect */
  #counts({ effect }) {
    return this.#state === 'going-on' || effect === 'tell' || (effect === 'persist' && this.#state === 'ending');
  }
}

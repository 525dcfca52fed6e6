import { Latest } from './Latest.js';
import { Listeners } from './Listeners.js';
import { OutgoingBook } from './OutgoingBook.js';

/** @typedef {import('./Peer.js').PeerEvent} PeerEvent */

/**
 * Who hears in a tab what happens: the handles of own messages, then the application's listeners. Lives as long as the
 * peer.
 *
 * Invariants: everything is heard in the order in which it was fed, by the handles before the listeners; a handle hears of
 * its targets before it hears how they fare.
 */
export class EventFeed {
  #latest = new Latest();
  #book = new OutgoingBook();
  #listeners = new Listeners();

  /** @param {(event: PeerEvent) => void} listener @returns {() => void} ends it */
  addListener(listener) {
    return this.#listeners.add(listener);
  }

  /** Something happened. @param {PeerEvent} event */
  tell(event) {
    this.#latest.handle(event);
    this.#book.handle(event);
    this.#listeners.tell(event);
  }

  /** How the link to the server is. */
  connection() {
    return this.#latest.connection();
  }

  /** What a tab that joins late has to hear. */
  latest() {
    return this.#latest.events();
  }

  /**
   * A message is on its way: its handle hears from the first on how it fares.
   *
   * @param {import('./Outgoing.js').Outgoing} outgoing
   * @param {() => Promise<import('./Device.js').Sent>} send settles once it is durable
   */
  async taken(outgoing, send) {
    this.#book.expect(outgoing);
    try {
      this.#book.place(await send());
    } finally {
      this.#book.forget(outgoing.id);
    }
  }

  /** Events may have passed this tab by. @param {import('./History.js').History} history */
  missed(history) {
    this.tell({ event: 'history-changed' });
    this.#book.catchUp(history).catch(() => {}); // the database is closed: nobody waits any more
  }
}

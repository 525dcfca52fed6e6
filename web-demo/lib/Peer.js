import { AccountRequests } from './AccountRequests.js';
import { EventFeed } from './EventFeed.js';
import { History } from './History.js';
import { Outgoing } from './Outgoing.js';
import { SharedDevice } from './SharedDevice.js';
import { eraseDevice, openKnown, signIn, signUp } from './signIn.js';

/**
 * Everything an application may want to know, in the order in which it happened, the same in every tab.
 *
 * @typedef {import('./core/PeerEvent.js').PeerEvent
 *   | {event: 'sent-here', stream: import('./wire/StreamId.js').StreamId, entry: import('./wire/types.js').Entry,
 *      targets: string[], counted: Record<string, string>}
 *   | {event: 'leading-changed', leading: boolean} | {event: 'history-changed'}} PeerEvent `history-changed`: a tab took over,
 *   or this one was frozen, so this tab may have missed events: read again what is shown
 *
 * @typedef {{state: 'online' | 'offline' | 'stopped', reason: string, retryInMs: number}} Connection
 * @typedef {{server?: string, handle: string, password: string, deviceName?: string, insecureHttp?: boolean}} Credentials
 *   `insecureHttp`: the server may be another machine by plain HTTP, where anybody on the way can read and change all
 */

/**
 * A device that talks. All tabs of a browser in which it is open are this one device: one of them leads and has the
 * connection; the others ask it, and one of them takes over when it goes. Link and channels come and go by themselves.
 */
export class Peer extends AccountRequests {
  #feed = new EventFeed();
  #identity;
  #data;
  #history;
  #shared;

  /**
   * Of {@link open}, {@link signIn} and {@link signUp} only.
   *
   * @param {import('./drivers/schema.js').Identity} identity
   * @param {import('./drivers/DeviceData.js').DeviceData} data
   * @param {import('./drivers/ServerApi.js').Session} [session]
   */
  constructor(identity, data, session) {
    super(identity, (method, args) => this.#shared.ask(method, args));
    this.#identity = identity;
    this.#data = data;
    this.#history = new History(data, identity.account);
    this.#shared = new SharedDevice(identity, data, this.#history, this.#feed, session);
  }

  /**
   * Makes an account with this browser as its first device.
   *
   * @param {Credentials} credentials `server` is the page's own when left out
   * @returns {Promise<Peer>} fails with an ApiError that says what to do
   */
  static async signUp(credentials) {
    return Peer.#begin(await signUp(credentials));
  }

  /**
   * Signs in, as the device of this account that lives in this browser, or as a new one.
   *
   * @param {Credentials} credentials
   * @returns {Promise<Peer>} fails with an ApiError that says what to do
   */
  static async signIn(credentials) {
    return Peer.#begin(await signIn(credentials));
  }

  /**
   * Goes on as a device of this browser ({@link knownDevices}); works without the server.
   *
   * @param {{device: string, insecureHttp?: boolean}} which `insecureHttp` as in {@link Credentials}
   * @returns {Promise<Peer>} fails with an ApiError when its data is gone
   */
  static async open({ device, insecureHttp }) {
    const { identity, data } = await openKnown(device, insecureHttp);
    return new Peer(identity, data);
  }

  /** @param {import('./signIn.js').SignedIn} signedIn */
  static #begin({ identity, data, session }) {
    navigator.storage?.persist?.().catch(() => false); // asked once; the browser decides
    return new Peer(identity, data, session);
  }

  get device() {
    return this.#identity.device;
  }

  get server() {
    return this.#identity.server;
  }

  /** How the link to the server is. */
  get connection() {
    return this.#feed.connection();
  }

  /** Whether this tab has the device's connection. */
  get leading() {
    return this.#shared.leading;
  }

  /**
   * Calls `listener` for every event from now on.
   *
   * @param {(event: PeerEvent) => void} listener
   * @returns {() => void} ends it
   */
  on(listener) {
    return this.#feed.addListener(listener);
  }

  /** Connects again now: after the connection was stopped, or while it waits for its next try. @returns {Promise<void>} */
  connect() {
    return this.#shared.ask('connect', []);
  }

  /**
   * Says something. Settles once it is in the outbox on disk: from then on it is not lost. Fails with a SendRefused, or an
   * ApiError when no tab can take it.
   *
   * @param {string} conv
   * @param {import('./content/Content.js').Content} content
   * @param {{id?: string}} [options] `id`: of the message, a fresh UUID when left out
   * @returns {Promise<Outgoing>}
   */
  async send(conv, content, { id = crypto.randomUUID() } = {}) {
    const outgoing = new Outgoing(id);
    await this.#feed.taken(outgoing, () => this.#shared.ask('send', [conv, content, id]));
    return outgoing;
  }

  /**
   * Tells the others that everything that has arrived in a conversation has been seen.
   *
   * @param {string} conv
   * @returns {Promise<void>}
   */
  markRead(conv) {
    return this.#shared.ask('markRead', [conv]);
  }

  /**
   * Tells the others that this person types, or stops; lost when offline.
   *
   * @param {string} conv
   * @param {boolean} active
   * @returns {Promise<void>}
   */
  typing(conv, active) {
    return this.#shared.ask('typing', [conv, active]);
  }

  /**
   * Tells the others whether this person is there; lost when offline.
   *
   * @param {'online' | 'away'} state
   * @returns {Promise<void>}
   */
  presence(state) {
    return this.#shared.ask('presence', [state]);
  }

  /** All conversations as last told by the server. @returns {Promise<import('./wire/types.js').Roster[]>} */
  conversations() {
    return this.#data.rosters();
  }

  /** Each conversation's last message, as it reads now, and number of unread ones. @param {string} [conv] only this one */
  summaries(conv) {
    return this.#history.summaries(conv);
  }

  /**
   * The last entries of a conversation, oldest first, in the order that all devices show (CLK-4).
   *
   * @param {string} conv
   * @param {{limit?: number, before?: {hlc: bigint, device: string, seq: number}}} [which]
   */
  history(conv, which) {
    return this.#history.entries(conv, which);
  }

  /** Messages that read so now, newest first; deleted ones are not found. @param {string} text @param {{conv?: string, limit?: number}} [where] */
  search(text, where) {
    return this.#history.search(text, where);
  }

  /**
   * How the other devices of a conversation are reached, and why.
   *
   * @param {string} conv
   * @returns {Promise<import('./PathInfo.js').PathInfo[]>}
   */
  paths(conv) {
    return this.#shared.ask('paths', [conv]);
  }

  /**
   * Signs this device out and deletes what it kept in this browser. What was not delivered is lost: ask the person first.
   * Fails, and deletes nothing, when the server does not answer.
   *
   * @param {{everywhere?: boolean}} [options] `everywhere`: every other device of the account is signed out as well, and keeps
   *   what it has
   */
  async signOut({ everywhere = false } = {}) {
    await this.#shared.ask('signOut', [everywhere]);
    await this.#erase();
  }

  /**
   * Deletes the account for good, and what this device kept in this browser. What others have received stays with them. Ask the
   * person first. Fails, and deletes nothing, when the server does not answer or the password is wrong.
   *
   * @param {string} password
   */
  async deleteAccount(password) {
    await this.request('POST', '/account/delete', { password });
    await this.#erase();
  }

  async #erase() {
    await this.#shared.signedOut();
    await eraseDevice(this.device);
  }

  /** Ends in good order. What was not delivered waits in the outbox for the next time. */
  close() {
    return this.#shared.close();
  }
}

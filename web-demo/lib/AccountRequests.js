import { ApiError } from './drivers/ApiError.js';
import { fromBase64 } from './wire/Bytes.js';

/**
 * What a person may change of the account, its devices and its conversations (docs/openapi.yaml). The base of
 * {@link Peer}. Each fails with an ApiError that says what to do.
 */
export class AccountRequests {
  #ask;
  #identity;

  /**
   * @param {import('./drivers/schema.js').Identity} identity
   * @param {(method: import('./Answers.js').Method, args: any[]) => Promise<any>} ask the tab that leads
   */
  constructor(identity, ask) {
    this.#identity = identity;
    this.#ask = ask;
  }

  /** The own account. */
  get account() {
    return this.#identity.account;
  }

  /** The own handle. */
  get handle() {
    return this.#identity.handle;
  }

  /**
   * Any request of the HTTP page, as this account.
   *
   * @param {'GET' | 'POST' | 'PATCH' | 'DELETE'} method
   * @param {string} path under `/v1`, encoded
   * @param {object} [body]
   * @returns {Promise<any>} what it answers, from JSON
   */
  request(method, path, body) {
    return this.#ask('request', [method, path, body]);
  }

  /**
   * A request that changes a conversation.
   *
   * @param {'POST' | 'PATCH' | 'DELETE'} method
   * @param {string} path under `/v1`, encoded
   * @param {object} [body]
   * @returns {Promise<import('./wire/types.js').Roster | undefined>} its members now; undefined when this account is out
   */
  #change(method, path, body) {
    return this.#ask('changeConversation', [method, path, body]);
  }

  /**
   * The profile of exactly this handle.
   *
   * @param {string} handle
   * @returns {Promise<import('./drivers/ServerApi.js').Profile>}
   */
  accountOf(handle) {
    return this.#ask('accountOf', [handle]);
  }

  /**
   * The direct conversation with an account; makes one, or accepts its request.
   *
   * @param {string} handle
   * @returns {Promise<import('./wire/types.js').Roster>}
   */
  openDirect(handle) {
    if (handle.toLowerCase() === this.handle.toLowerCase()) {
      return Promise.reject(new ApiError(0, 'own-handle', `${handle} is your own handle; name somebody else`));
    }
    return this.#ask('open', ['direct', '', [handle]]);
  }

  /**
   * A new group.
   *
   * @param {string} title
   * @param {string[]} handles
   * @returns {Promise<import('./wire/types.js').Roster>}
   */
  createGroup(title, handles) {
    return this.#ask('open', ['group', title, handles]);
  }

  /** Leaves a group. @param {string} conv */
  leave(conv) {
    return this.removeMember(conv, this.account);
  }

  /**
   * What is asked in a request, and the first of what was said: it comes to this device once the request is accepted.
   * Looking tells nobody anything.
   *
   * @param {string} conv
   * @returns {Promise<{members: number, atMs: number, entries: {account: string, id: string, body: Uint8Array, atMs: number}[]}>}
   */
  async openRequest(conv) {
    const { members, atMs, entries } = await this.request('GET', `/requests/${conv}`);
    return {
      members,
      atMs,
      entries: entries.map((/** @type {{ body: string }} */ entry) => ({ ...entry, body: fromBase64(entry.body) })),
    };
  }

  /** Accepts a request: from then on direct channels are allowed. @param {string} conv */
  accept(conv) {
    return this.#change('POST', `/conversations/${conv}/accept`, {});
  }

  /** Says no to a request; who asked may ask again. @param {string} conv */
  decline(conv) {
    return this.request('POST', `/conversations/${conv}/decline`, {});
  }

  /** Says no to all requests. */
  declineAll() {
    return this.request('POST', '/requests/decline', {});
  }

  /** Refuses a request and everything further from that account. @param {string} conv */
  block(conv) {
    return this.request('POST', `/conversations/${conv}/block`, {});
  }

  /** Blocked accounts. @returns {Promise<import('./drivers/ServerApi.js').Profile[]>} */
  async blocks() {
    let page = await this.request('GET', '/blocks');
    const profiles = page.profiles;
    while (page.next) {
      page = await this.request('GET', `/blocks?after=${page.next}`);
      profiles.push(...page.profiles);
    }
    return profiles;
  }

  /** @param {string} account */
  unblock(account) {
    return this.request('DELETE', `/blocks/${account}`);
  }

  /** Adds somebody to a group. @param {string} conv @param {string} handle */
  async addMember(conv, handle) {
    const { account } = await this.accountOf(handle);
    return this.#change('POST', `/conversations/${conv}/members`, { account });
  }

  /** @param {string} conv @param {string} account */
  removeMember(conv, account) {
    return this.#change('DELETE', `/conversations/${conv}/members/${account}`);
  }

  /**
   * @param {string} conv a group
   * @param {string} title
   */
  rename(conv, title) {
    return this.#change('PATCH', `/conversations/${conv}`, { title });
  }

  /**
   * All that the server keeps of the account (`AccountExport` in docs/openapi.yaml), its pages put together.
   *
   * @returns {Promise<Record<string, any>>}
   */
  async exportAccount() {
    const { next: second, ...whole } = await this.request('GET', '/account/export');
    whole.blocks = [];
    for (let next = second; next;) {
      const page = await this.request('GET', `/account/export?after=${next}`);
      whole.conversations.push(...(page.conversations ?? []));
      whole.blocks.push(...(page.blocks ?? []));
      next = page.next;
    }
    return whole;
  }

  /** The own profile. @returns {Promise<import('./drivers/ServerApi.js').Profile>} */
  profile() {
    return this.request('GET', '/profile');
  }

  /** @param {{displayName?: string}} changes */
  changeProfile(changes) {
    return this.request('PATCH', '/profile', changes);
  }

  /**
   * The account's devices.
   *
   * @returns {Promise<{device: string, name: string, createdAtMs: number, refreshedAtMs?: number, signedIn: boolean,
   *   current: boolean}[]>}
   */
  async devices() {
    return (await this.request('GET', '/devices')).devices;
  }

  /** @param {string} device @param {string} name */
  renameDevice(device, name) {
    return this.request('PATCH', `/devices/${device}`, { name });
  }

  /** Ends one of the account's devices for good. @param {string} device */
  removeDevice(device) {
    return this.request('DELETE', `/devices/${device}`);
  }

  /** @param {string} old @param {string} fresh */
  changePassword(old, fresh) {
    return this.request('POST', '/password', { old, new: fresh });
  }
}

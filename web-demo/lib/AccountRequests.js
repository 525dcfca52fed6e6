import { ApiError } from './drivers/ApiError.js';

/**
 * What a person may change of the account, its devices and its conversations (docs/openapi.yaml). The base of
 * {@link Peer}, which carries the requests out. Each fails with an ApiError that says what to do.
 *
 * @abstract
 */
export class AccountRequests {
  /**
   * Any request of the HTTP page, as this account.
   *
   * @abstract
   * @param {'GET' | 'POST' | 'PATCH' | 'DELETE'} _method
   * @param {string} _path under `/v1`, encoded
   * @param {object} [_body]
   * @returns {Promise<any>}
   */
  request(_method, _path, _body) {
    throw new Error('not carried out here');
  }

  /**
   * The profile of exactly this handle.
   *
   * @abstract
   * @param {string} _handle
   * @returns {Promise<import('./drivers/ServerApi.js').Profile>}
   */
  accountOf(_handle) {
    throw new Error('not carried out here');
  }

  /**
   * A new conversation, or the direct one that there is.
   *
   * @abstract
   * @param {'direct' | 'group'} _kind
   * @param {string} _title
   * @param {string[]} _handles of the others
   * @returns {Promise<import('./wire/types.js').Roster>}
   */
  openConversation(_kind, _title, _handles) {
    throw new Error('not carried out here');
  }

  /**
   * A request that changes a conversation.
   *
   * @abstract
   * @param {'POST' | 'PATCH' | 'DELETE'} _method
   * @param {string} _path under `/v1`, encoded
   * @param {object} [_body]
   * @returns {Promise<import('./wire/types.js').Roster | undefined>} its members now; undefined when this account is out
   */
  changeConversation(_method, _path, _body) {
    throw new Error('not carried out here');
  }

  /**
   * The own account.
   *
   * @abstract
   * @returns {string}
   */
  get account() {
    throw new Error('not carried out here');
  }

  /**
   * The own handle.
   *
   * @abstract
   * @returns {string}
   */
  get handle() {
    throw new Error('not carried out here');
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
    return this.openConversation('direct', '', [handle]);
  }

  /**
   * A new group.
   *
   * @param {string} title
   * @param {string[]} handles
   * @returns {Promise<import('./wire/types.js').Roster>}
   */
  createGroup(title, handles) {
    return this.openConversation('group', title, handles);
  }

  /** Leaves a group. @param {string} conv */
  leave(conv) {
    return this.removeMember(conv, this.account);
  }

  /** Accepts a request: from then on direct channels are allowed. @param {string} conv */
  accept(conv) {
    return this.changeConversation('POST', `/conversations/${conv}/accept`, {});
  }

  /** Refuses a request and everything further from that account. @param {string} conv */
  block(conv) {
    return this.request('POST', `/conversations/${conv}/block`, {});
  }

  /** Blocked accounts. @returns {Promise<import('./drivers/ServerApi.js').Profile[]>} */
  async blocks() {
    return (await this.request('GET', '/blocks')).profiles;
  }

  /** @param {string} account */
  unblock(account) {
    return this.request('DELETE', `/blocks/${account}`);
  }

  /** Adds somebody to a group. @param {string} conv @param {string} handle */
  async addMember(conv, handle) {
    const { account } = await this.accountOf(handle);
    return this.changeConversation('POST', `/conversations/${conv}/members`, { account });
  }

  /** @param {string} conv @param {string} account */
  removeMember(conv, account) {
    return this.changeConversation('DELETE', `/conversations/${conv}/members/${account}`);
  }

  /**
   * @param {string} conv a group
   * @param {string} title
   */
  rename(conv, title) {
    return this.changeConversation('PATCH', `/conversations/${conv}`, { title });
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

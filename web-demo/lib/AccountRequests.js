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

  /** Accepts a request: from then on direct channels are allowed. @param {string} conv */
  accept(conv) {
    return this.request('POST', `/conversations/${conv}/accept`, {});
  }

  /** Refuses a request and everything further from that account. @param {string} conv */
  block(conv) {
    return this.request('POST', `/conversations/${conv}/block`, {});
  }

  /** Blocked accounts. */
  blocks() {
    return this.request('GET', '/blocks');
  }

  /** @param {string} account */
  unblock(account) {
    return this.request('DELETE', `/blocks/${account}`);
  }

  /** Adds somebody to a group. @param {string} conv @param {string} handle */
  async addMember(conv, handle) {
    const { account } = await this.accountOf(handle);
    return this.request('POST', `/conversations/${conv}/members`, { account });
  }

  /** @param {string} conv @param {string} account */
  removeMember(conv, account) {
    return this.request('DELETE', `/conversations/${conv}/members/${account}`);
  }

  /**
   * @param {string} conv a group
   * @param {string} title
   */
  rename(conv, title) {
    return this.request('PATCH', `/conversations/${conv}`, { title });
  }

  profile() {
    return this.request('GET', '/profile');
  }

  /** @param {{displayName?: string}} changes */
  changeProfile(changes) {
    return this.request('PATCH', '/profile', changes);
  }

  devices() {
    return this.request('GET', '/devices');
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

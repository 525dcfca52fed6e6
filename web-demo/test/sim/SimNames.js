/** @typedef {import('../../lib/wire/types.js').Renamed} Renamed */
/** @typedef {import('../../lib/wire/types.js').Member} Member */

/** What accounts are called: what the node's database holds of it (SES-15). */
export class SimNames {
  /** @type {Map<string, Renamed>} */
  #byAccount = new Map();

  /** @param {Renamed} name */
  put(name) {
    this.#byAccount.set(name.account, name);
  }

  /** Undefined for whoever is called as at first. @param {string} account */
  of(account) {
    return this.#byAccount.get(account);
  }

  /** A member by its present name. @param {Member} member @returns {Member} */
  called(member) {
    const name = this.#byAccount.get(member.account);
    return name === undefined ? member : { ...member, displayName: name.displayName, nameVersion: name.version };
  }

  /** @param {SimNames} other */
  become(other) {
    this.#byAccount = new Map(other.#byAccount);
  }
}

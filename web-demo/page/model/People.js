import { nameLabel, personName, unknownPerson } from '../library.js';

/** @typedef {import('../types.js').Roster} Roster */
/** @typedef {import('../types.js').Person} Person */

/** Accounts and devices remembered; the oldest are forgotten beyond it. */
const LIMIT = 2000;

/**
 * Who is who: names of accounts and whose a device is. Rosters name only who is there now; what somebody wrote before
 * leaving still needs a name, so this is kept.
 */
export class People {
  /** @type {Map<string, Person>} by account */
  #accounts = new Map();
  /** @type {Map<string, string>} account by device */
  #devices = new Map();
  #revision = 0;

  /** Grows with each change, so that views can skip what stayed. */
  revision() {
    return this.#revision;
  }

  /**
   * Takes in the members of a conversation.
   *
   * @param {Roster} roster
   * @returns {boolean} whether anything was new
   */
  learn(roster) {
    let changed = false;
    for (const { account, handle, displayName, devices } of roster.members) {
      const known = this.#accounts.get(account);
      if (known?.handle !== handle || known?.displayName !== displayName) {
        this.#accounts.set(account, { handle, displayName });
        changed = true;
      }
      for (const device of devices) {
        if (this.#devices.get(device) === account) continue;
        this.#devices.set(device, account);
        changed = true;
      }
    }
    if (changed) this.#revision++;
    return changed;
  }

  /**
   * @param {string} device
   * @returns {string} its account; the device itself where that is not known
   */
  accountOf(device) {
    return this.#devices.get(device) ?? device;
  }

  /**
   * @param {string} device
   * @param {string} account
   */
  own(device, account) {
    this.#devices.set(device, account);
  }

  /**
   * @param {string} account
   * @returns {string} what to call somebody; nobody else is called so
   */
  nameOf(account) {
    const person = this.#accounts.get(account);
    return nameLabel(person ? personName(person) : unknownPerson(account));
  }

  /**
   * @param {string} account
   * @returns {string} the handle, empty where it is not known
   */
  handleOf(account) {
    return this.#accounts.get(account)?.handle ?? '';
  }

  /**
   * Names devices for a list: by whose they are, and with a number where somebody has several in it.
   *
   * @param {string[]} devices
   * @param {string} me the own account
   * @returns {string[]} in the same order
   */
  deviceNames(devices, me) {
    const accounts = devices.map((device) => this.accountOf(device));
    const count = (/** @type {string} */ account, /** @type {number} */ end) =>
      accounts.slice(0, end).filter((other) => other === account).length;
    return accounts.map((account, index) => {
      const name = account === me ? 'Your other device' : this.nameOf(account);
      return count(account, accounts.length) === 1 ? name : `${name}, device ${count(account, index + 1)}`;
    });
  }

  /** @returns {Map<string, Person>} everybody known, by account */
  everybody() {
    return this.#accounts;
  }

  /** What to keep, as JSON. */
  toText() {
    return JSON.stringify({
      accounts: [...this.#accounts].slice(-LIMIT),
      devices: [...this.#devices].slice(-LIMIT),
    });
  }

  /**
   * Takes back what was kept; anything else is ignored.
   *
   * @param {string | null} text
   */
  fromText(text) {
    try {
      const kept = JSON.parse(text ?? '{}');
      this.#accounts = new Map(kept.accounts ?? []);
      this.#devices = new Map(kept.devices ?? []);
    } catch {
      this.#accounts = new Map();
      this.#devices = new Map();
    }
  }
}

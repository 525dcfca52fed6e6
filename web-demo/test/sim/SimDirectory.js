import { isIn, rosterOf } from './SimIntake.js';

/** @typedef {import('../../lib/wire/types.js').Roster} Roster */

/** Whom a node knows, on its disk: who is in which conversation, and how each device has started. */
export class SimDirectory {
  /** @type {Map<string, Roster>} */
  #rosters = new Map();
  /** @type {Map<string, string>} */
  #incarnations = new Map();

  /** @param {string} conv */
  roster(conv) {
    return this.#rosters.get(conv);
  }

  /** @param {string} device */
  rostersOf(device) {
    return [...this.#rosters.values()].filter((roster) => isIn(roster, device));
  }

  /** Who is in a conversation from now on. @param {string} conv @param {Map<string, string[]>} devicesByAccount */
  setMembers(conv, devicesByAccount) {
    const roster = rosterOf(conv, (this.#rosters.get(conv)?.version ?? 0) + 1, devicesByAccount);
    this.#rosters.set(conv, roster);
    return roster;
  }

  /** Keeps how a device has started; returns what was kept before. @param {string} device @param {string} incarnation */
  replaceIncarnation(device, incarnation) {
    const before = this.#incarnations.get(device) ?? '0';
    this.#incarnations.set(device, incarnation);
    return before;
  }

  copy() {
    const copy = new SimDirectory();
    copy.become(this);
    return copy;
  }

  /** Everything is as it was there, roster versions too. @param {SimDirectory} other */
  become(other) {
    this.#rosters = new Map(other.#rosters);
    this.#incarnations = new Map(other.#incarnations);
  }
}

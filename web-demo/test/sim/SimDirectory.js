import { isIn, rosterOf } from './SimIntake.js';
import { SimStarts } from './SimStarts.js';

/** @typedef {import('../../lib/wire/types.js').Roster} Roster */

/** Whom a node knows, on its disk: who is in which conversation, and how each device has started. */
export class SimDirectory {
  /** @type {Map<string, Roster>} */
  #rosters = new Map();
  starts = new SimStarts();
  /** @type {Map<string, number>} who is signed out, and since when */
  #signedOut = new Map();

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
    for (const member of roster.members) {
      member.signedOut = member.devices.filter((device) => this.#signedOut.has(device));
    }
    this.#rosters.set(conv, roster);
    return roster;
  }

  /** @param {string} device */
  isSignedOut(device) {
    return this.#signedOut.has(device);
  }

  /** Since when a device is signed out; `Infinity` when it is not. @param {string} device */
  signedOutAtMs(device) {
    return this.#signedOut.get(device) ?? Infinity;
  }

  /**
   * A device signs out, or in again.
   *
   * @param {string} device @param {boolean} out @param {number} nowMs
   * @returns {Roster[]} those that say so
   */
  signOut(device, out, nowMs) {
    if (out === this.#signedOut.has(device)) {
      return [];
    }
    out ? this.#signedOut.set(device, nowMs) : this.#signedOut.delete(device);
    return this.rostersOf(device).map((roster) => this.#show(roster));
  }

  /** @param {Roster} roster */
  #show({ conv, members }) {
    return this.setMembers(conv, new Map(members.map(({ account, devices }) => [account, devices])));
  }

  copy() {
    const copy = new SimDirectory();
    copy.become(this);
    return copy;
  }

  /** Everything is as it was there, roster versions too; but who is signed out stays so. @param {SimDirectory} other */
  become(other) {
    this.#rosters = new Map(other.#rosters);
    if (this.#signedOut.size > 0) {
      [...this.#rosters.values()].forEach((roster) => this.#show(roster));
    }
    this.starts.become(other.starts);
  }
}

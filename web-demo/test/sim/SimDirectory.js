import { SimChanges } from './SimChanges.js';
import { isIn, rosterOf } from './SimIntake.js';
import { SimStarts } from './SimStarts.js';

/** @typedef {import('../../lib/wire/types.js').Roster} Roster */

/** Whom a node knows, on its disk: who is in which conversation, and how each device has started. */
export class SimDirectory {
  /** @type {Map<string, Roster>} */
  #rosters = new Map();
  starts = new SimStarts();
  #changes;
  #world;
  /** @type {Map<string, number>} who is signed out, and since when */
  #signedOut = new Map();

  /** @param {import('./SimWorld.js').SimWorld} world */
  constructor(world) {
    this.#world = world;
    this.#changes = new SimChanges(world.seed);
  }

  /**
   * What a session begins with (SES-14).
   *
   * @param {string} device @param {import('../../lib/core/KnownChanges.js').KnownChanges} known
   * @returns {import('../../lib/wire/types.js').ServerFrame[]}
   */
  tell(device, { through, latest }) {
    const changes = this.#changes;
    const all = !changes.knows(device, through) || (latest !== 0 && !changes.knows(device, latest));
    const told = all ? this.rostersOf(device) : changes.after(device, through).map((conv) => this.#news(device, conv));
    const settled = changes.settled(device, this.#world.nowMs());
    return [...told, { type: 'changes', through: all ? settled : Math.max(settled, through), all }];
  }

  /** @param {string} device @param {string} conv @returns {import('../../lib/wire/types.js').ServerFrame} */
  #news(device, conv) {
    const roster = this.#rosters.get(conv);
    return roster && isIn(roster, device) ? roster : { type: 'gone', conv, version: roster?.version ?? 0 };
  }

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
    const before = this.#rosters.get(conv)?.members.flatMap(({ devices }) => devices) ?? [];
    const concerned = new Set([...before, ...[...devicesByAccount.values()].flat()]);
    const version = this.#changes.next(conv, concerned, this.#world.nowMs());
    const roster = rosterOf(conv, version, devicesByAccount);
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
    const copy = new SimDirectory(this.#world);
    copy.become(this);
    return copy;
  }

  /** Everything is as it was there, roster versions too; but who is signed out stays so. @param {SimDirectory} other */
  become(other) {
    this.#rosters = new Map(other.#rosters);
    this.#changes.become(other.#changes);
    if (this.#signedOut.size > 0) {
      [...this.#rosters.values()].forEach((roster) => this.#show(roster));
    }
    this.starts.become(other.starts);
  }
}

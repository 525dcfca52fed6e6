import { requestBox } from '../../lib/wire/RequestBox.js';
import { SimChanges } from './SimChanges.js';
import { isIn } from './SimIntake.js';
import { SimNames } from './SimNames.js';
import { SimStarts } from './SimStarts.js';

/** @typedef {import('../../lib/wire/types.js').Roster} Roster */
/** @typedef {import('../../lib/wire/types.js').Member} Member */

/** Whom a node knows, on its disk: who is in which conversation, and how each device has started. */
export class SimDirectory {
  /** @type {Map<string, Roster>} */
  #rosters = new Map();
  starts = new SimStarts();
  #names = new SimNames();
  #changes;
  #world;
  /** @type {Map<string, Map<string, string[]>>} by conversation, who has not accepted, and with which devices */
  #asked = new Map();
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
    const names = changes.after(device, 0).filter((subject) => this.#names.of(subject) !== undefined);
    const subjects = all ? [...this.#rosters.keys(), ...names] : changes.after(device, through);
    const told = subjects.flatMap((subject) => this.#news(device, subject, all));
    const settled = changes.settled(device, this.#world.nowMs());
    return [...told, { type: 'changes', through: all ? settled : Math.max(settled, through), all }];
  }

  /**
   * Of a conversation, or of a name.
   *
   * @param {string} device @param {string} subject @param {boolean} all whether what is not told is gone
   * @returns {import('../../lib/wire/types.js').ServerFrame[]}
   */
  #news(device, subject, all) {
    const name = this.#names.of(subject);
    if (name !== undefined) {
      return this.#seesOf(subject).has(device) ? [name] : [];
    }
    const roster = this.frameFor(subject, device);
    if (roster !== undefined) {
      return [roster];
    }
    return all ? [] : [{ type: 'gone', conv: subject, version: this.#rosters.get(subject)?.version ?? 0 }];
  }

  /** The devices that take part where an account does. @param {string} account */
  #seesOf(account) {
    const shows = [...this.#rosters.values()].filter(({ members }) =>
      members.some((member) => member.account === account && takesPart(member)),
    );
    return new Set(shows.flatMap(({ members }) => members.flatMap(({ devices }) => devices)));
  }

  /**
   * Somebody is called otherwise: no roster gets another version.
   *
   * @param {string} account @param {string} displayName
   * @returns what to tell, and whom
   */
  rename(account, displayName) {
    const seenBy = this.#seesOf(account);
    const version = this.#changes.next(account, seenBy, this.#world.nowMs());
    /** @type {import('../../lib/wire/types.js').Renamed} */
    const name = { type: 'renamed', account, version, displayName };
    this.#names.put(name);
    for (const [conv, roster] of this.#rosters) {
      this.#rosters.set(conv, { ...roster, members: roster.members.map((member) => this.#names.called(member)) });
    }
    return { name, seenBy };
  }

  /**
   * What a device sees: who has not accepted sees no other; undefined for nothing.
   *
   * @param {string} conv @param {string} device
   * @returns {Roster | undefined}
   */
  frameFor(conv, device) {
    const roster = this.#rosters.get(conv);
    if (roster === undefined || isIn(roster, device)) {
      return roster;
    }
    for (const [account, devices] of this.#askedIn(conv)) {
      if (devices.includes(device) && isIn(roster, requestBox(conv, account))) {
        return { ...roster, members: [this.#names.called(notAccepted(account, []))] };
      }
    }
    return undefined;
  }

  /** @param {string} conv */
  #askedIn(conv) {
    return this.#asked.get(conv) ?? new Map();
  }

  /** An account has not accepted from now on. @param {string} conv @param {string} account @param {string[]} devices */
  ask(conv, account, devices) {
    this.#asked.set(conv, new Map([...this.#askedIn(conv), [account, devices]]));
  }

  /** It accepts; whether it had not. @param {string} conv @param {string} account */
  accept(conv, account) {
    return this.#askedIn(conv).delete(account);
  }

  /** @param {string} conv */
  roster(conv) {
    return this.#rosters.get(conv);
  }

  /** Who is in a conversation from now on. @param {string} conv @param {Map<string, string[]>} devicesByAccount */
  setMembers(conv, devicesByAccount) {
    const before = this.#rosters.get(conv)?.members.flatMap(({ devices }) => devices) ?? [];
    const asked = [...this.#askedIn(conv).values()].flat();
    const concerned = new Set([...before, ...[...devicesByAccount.values()].flat(), ...asked]);
    const version = this.#changes.next(conv, concerned, this.#world.nowMs());
    const members = [...devicesByAccount].map(([account, devices]) => this.#member(conv, account, devices));
    /** @type {Roster} */
    const roster = { type: 'roster', conv, version, kind: 'group', title: '', members };
    this.#rosters.set(conv, roster);
    return roster;
  }

  /** @param {string} conv @param {string} account @param {string[]} devices @returns {Member} */
  #member(conv, account, devices) {
    if (devices.length > 0 && this.#askedIn(conv).has(account)) {
      return this.#names.called(notAccepted(account, [requestBox(conv, account)]));
    }
    const signedOut = devices.filter((device) => this.#signedOut.has(device));
    const member = { account, handle: 'someone', displayName: '', owner: true, accepted: true, devices, signedOut };
    return this.#names.called(member);
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
    return [...this.#rosters.values()].filter((roster) => isIn(roster, device)).map((roster) => this.#show(roster));
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
    this.#asked = new Map([...other.#asked].map(([conv, asked]) => [conv, new Map(asked)]));
    this.#names.become(other.#names);
    this.#changes.become(other.#changes);
    if (this.#signedOut.size > 0) {
      [...this.#rosters.values()].forEach((roster) => this.#show(roster));
    }
    this.starts.become(other.starts);
  }
}

/** Whether somebody has accepted, and has not blocked the conversation since. @param {Member} member */
export function takesPart({ accepted, devices }) {
  return accepted && devices.length > 0;
}

/** @param {string} account @param {string[]} devices @returns {Member} */
function notAccepted(account, devices) {
  return { account, handle: 'someone', displayName: '', owner: true, accepted: false, devices };
}

import { requestBox } from '../wire/RequestBox.js';

/** @typedef {import('../wire/types.js').Roster} Roster */
/** @typedef {import('../wire/types.js').Member} Member */
/** @typedef {import('../wire/types.js').Renamed} Renamed */

/** Who is in which conversation, as last told by the server. */
export class Rosters {
  /** @type {Map<string, Roster>} */
  #byConversation = new Map();
  /** The highest version that this session has told of each conversation, though it be gone. @type {Map<string, number>} */
  #told = new Map();
  /** By account, the last name that this session has told apart from rosters. @type {Map<string, Renamed>} */
  #names = new Map();
  /** The latest change that this session has told. */
  #latestTold = 0;
  /** Of all conversations. @type {Set<string>} */
  #signedOut = new Set();
  #account;
  #device;
  #known;

  /** @param {string} account @param {string} device @param {import('./KnownChanges.js').KnownChanges} known */
  constructor(account, device, known) {
    this.#account = account;
    this.#device = device;
    this.#known = known;
  }

  /** Which changes are known here. */
  known() {
    return this.#known;
  }

  /**
   * This session has told of the conversation, and of the change by which it came to be so.
   *
   * @param {string} conversation @param {number} change
   */
  handleTold(conversation, change) {
    this.#told.set(conversation, Math.max(this.#told.get(conversation) ?? 0, change));
    this.#handleTold(change);
  }

  /** @param {number} change */
  #handleTold(change) {
    this.#latestTold = Math.max(this.#latestTold, change);
    this.#known = { ...this.#known, latest: Math.max(this.#known.latest, change) };
  }

  /**
   * All is known up to there.
   *
   * @param {number} through
   * @param {boolean} all whether this session has told all there is: what was known before is no more
   */
  handleChanges(through, all) {
    this.#known = { through, latest: all ? this.#latestTold : this.#known.latest };
  }

  /**
   * Takes a roster; returns it with what its members are called since (SES-15).
   *
   * @param {Roster} told
   */
  put(told) {
    const roster = this.#named(told);
    const before = this.#byConversation.get(roster.conv);
    this.#byConversation.set(roster.conv, roster);
    this.#replaced(before, roster);
    return roster;
  }

  /**
   * Somebody is called otherwise; returns the rosters that show it (SES-15).
   *
   * @param {Renamed} name
   */
  handleRenamed(name) {
    this.#handleTold(name.version);
    if ((this.#names.get(name.account)?.version ?? -1) < name.version) {
      this.#names.set(name.account, name);
    }
    const { account, version } = name;
    const showsLess = (/** @type {Member} */ member) =>
      member.account === account && (member.nameVersion ?? 0) < version;
    const changed = this.all().filter(({ members }) => members.some(showsLess));
    return changed.map((roster) => this.put(roster));
  }

  /** @param {Roster} roster */
  #named(roster) {
    const members = roster.members.map((member) => ({ ...member, ...this.#newName(member) }));
    return { ...roster, members };
  }

  /** What is another since a roster was told. @param {Member} member */
  #newName({ account, nameVersion = 0 }) {
    const name = this.#names.get(account);
    return name !== undefined && name.version > nameVersion
      ? { displayName: name.displayName, nameVersion: name.version }
      : undefined;
  }

  /** @param {string} conversation */
  remove(conversation) {
    const before = this.#byConversation.get(conversation);
    this.#byConversation.delete(conversation);
    this.#replaced(before);
  }

  /**
   * Who is signed out in one conversation is so in all: one that is gone may not be known to be.
   *
   * @param {Roster | undefined} before @param {Roster} [now]
   */
  #replaced(before, now) {
    if ([...signedOutIn(before), ...signedOutIn(now)].length > 0) {
      this.#signedOut = new Set(this.all().flatMap(signedOutIn));
    }
  }

  /** A session begins: the server will tell what has changed, or all. */
  handleLinkUp() {
    this.#told.clear();
    this.#names.clear();
    this.#latestTold = 0;
  }

  /**
   * Whether this session has told of a later change of the conversation already (SES-3).
   *
   * @param {string} conversation @param {number} change
   */
  isStale(conversation, change) {
    return (this.#told.get(conversation) ?? 0) > change;
  }

  /** The conversations that the server has not told of, once it has told of all (SES-14). */
  untold() {
    return [...this.#byConversation.keys()].filter((conversation) => !this.#told.has(conversation));
  }

  /** @param {string} conversation */
  get(conversation) {
    return this.#byConversation.get(conversation);
  }

  all() {
    return [...this.#byConversation.values()];
  }

  /**
   * All devices of the conversation but this one: own other devices get a copy.
   *
   * @param {string} conversation
   * @returns {Set<string>}
   */
  targets(conversation) {
    return this.#devices(conversation, ({ devices }) => devices);
  }

  /**
   * The targets whose status is that of a message (DLV-5), with their accounts: the devices of other accounts, or the own
   * other ones where nobody else is a member.
   *
   * @param {string} conversation
   * @returns {Map<string, string>} account by device
   */
  counted(conversation) {
    const targets = this.targets(conversation);
    const all = Object.entries(countedDevices(this.#byConversation.get(conversation)?.members ?? [], this.#account));
    return new Map(all.filter(([device]) => targets.has(device)));
  }

  /**
   * Devices that this one may talk to directly: both sides have accepted (no address leak), and it is signed in as far as any
   * conversation says (SES-13).
   */
  allDirectDevices() {
    const devices = new Set();
    for (const conversation of this.#byConversation.keys()) {
      for (const device of this.directDevices(conversation)) {
        devices.add(device);
      }
    }
    return devices;
  }

  /** The same for one conversation. @param {string} conversation */
  directDevices(conversation) {
    const accepted = this.isAccepted(conversation);
    return this.#devices(conversation, ({ accepted: too, devices }) =>
      accepted && too ? devices.filter((device) => !this.#signedOut.has(device)) : [],
    );
  }

  /** Whether this account takes part. @param {string} conversation */
  isAccepted(conversation) {
    const members = this.#byConversation.get(conversation)?.members ?? [];
    return members.some((member) => this.isSelf(member) && member.accepted);
  }

  /**
   * The devices that stand for a target from now on: it was the box of a member that has accepted (CNS-2). None for any
   * other.
   *
   * @param {string} conversation @param {string} target
   * @returns {string[]}
   */
  replacing(conversation, target) {
    const members = this.#byConversation.get(conversation)?.members ?? [];
    const whose = members.find(({ accepted, account }) => accepted && requestBox(conversation, account) === target);
    return whose?.devices ?? [];
  }

  /** Whether that device belongs to the conversation. @param {string} conversation @param {string} other */
  isMember(conversation, other) {
    return other !== this.#device && this.memberOf(conversation, other) !== undefined;
  }

  /** The member that owns a device. @param {string} conversation @param {string} other */
  memberOf(conversation, other) {
    return this.#byConversation.get(conversation)?.members.find(({ devices }) => devices.includes(other));
  }

  /** @param {Member} member */
  isSelf(member) {
    return member.account === this.#account;
  }

  /**
   * @param {string} conversation
   * @param {(member: Member) => string[]} which of a member's
   * @returns {Set<string>} without this device
   */
  #devices(conversation, which) {
    const found = new Set((this.#byConversation.get(conversation)?.members ?? []).flatMap(which));
    found.delete(this.#device);
    return found;
  }
}

/** @param {Roster | undefined} roster */
function signedOutIn(roster) {
  return (roster?.members ?? []).flatMap(({ signedOut = [] }) => signedOut);
}

/**
 * The devices whose status is that of a message (DLV-5): those of other accounts, or all where nobody else is a member.
 *
 * @param {readonly {account: string, devices: readonly string[]}[]} members
 * @param {string} self the own account
 * @returns {Record<string, string>} account by device
 */
export function countedDevices(members, self) {
  const others = members.filter(({ account }) => account !== self);
  const pairs = (others.length > 0 ? others : members).flatMap(({ account, devices }) =>
    devices.map((device) => [device, account]),
  );
  return Object.fromEntries(pairs);
}

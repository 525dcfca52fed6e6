/**
 * How long a place is kept after the last message. As long as the other side waits after a `bye` (SIG-8): a channel that
 * is ended sooner only to be wanted again would be missed for longer than it was spared, and each pause in a talk would
 * cost a negotiation.
 */
export const PLACE_HELD_MS = 60_000;

/**
 * Which devices have a place among the few data channels: those of accounts that are online, in conversations that both
 * sides have accepted. Each device counts, since a channel leads to one device. A place is kept while something is said in
 * a conversation with its device, and for a minute after it; then a conversation in which something is said takes it.
 */
export class ChannelWishes {
  /** @type {Map<string, boolean>} account to whether it is there */
  #there = new Map();
  /** @type {Set<string>} conversations, the most recently active last */
  #recent = new Set();
  /** @type {Set<string>} */
  #notReached = new Set();
  /** @type {Map<string, number>} device to when its conversations were last active; only of those that are wanted */
  #activeAtMs = new Map();
  /** @type {Map<string, string>} device to the conversation in which it is signalled */
  #wanted = new Map();
  #closing = false;
  #out = false;
  #rosters;
  #effects;
  #most;
  #hasChannel;
  #finish;

  /**
   * Wishes for nothing yet.
   *
   * @param {object} parts
   * @param {import('./Rosters.js').Rosters} parts.rosters
   * @param {import('./Effects.js').Effects} parts.effects
   * @param {number} parts.most
   * @param {(device: string) => boolean} parts.hasChannel whether a device has an open channel now
   * @param {(device: string) => void} parts.finish ends the open channel to a device in good order (PTH-5)
   */
  constructor({ rosters, effects, most, hasChannel, finish }) {
    this.#rosters = rosters;
    this.#effects = effects;
    this.#most = most;
    this.#hasChannel = hasChannel;
    this.#finish = finish;
  }

  /** The devices that have a place, and where each is signalled. */
  wanted() {
    return this.#wanted;
  }

  /** @param {string} account @param {boolean} isThere @param {number} nowMs */
  handlePresence(account, isThere, nowMs) {
    if (this.#there.get(account) !== isThere) {
      this.#there.set(account, isThere);
      this.handleChange(nowMs);
    }
  }

  /** Nothing is known of anybody's presence any more; the channels that there are stay. */
  handleLinkDown() {
    this.#there.clear();
    this.#notReached.clear();
  }

  /**
   * Something was said: the conversation moves to the front and may take idle places.
   *
   * @param {string} conversation
   * @param {number} nowMs
   */
  handleActivity(conversation, nowMs) {
    this.#recent.delete(conversation);
    this.#recent.add(conversation);
    const devices = this.#rosters.directDevices(conversation);
    let missed = false;
    for (const device of devices) {
      if (this.#activeAtMs.has(device)) {
        this.#activeAtMs.set(device, nowMs);
      }
      missed ||= !this.#wanted.has(device) && this.#isReached(device) && this.#isWorthIt(conversation, device);
    }
    if (missed && this.#hasRoom(nowMs)) {
      this.#update(devices, nowMs);
    }
  }

  /**
   * A signal to that device could not be handed over. Its account may be there with another device, so it goes to the end
   * of the line until it is heard of.
   *
   * @param {string} device
   * @param {number} nowMs
   */
  handleUnreachable(device, nowMs) {
    if (!this.#notReached.has(device)) {
      this.#notReached.add(device);
      this.handleChange(nowMs);
    }
  }

  /** That device is connected: it has just said something. @param {string} device @param {number} nowMs */
  handleReachable(device, nowMs) {
    if (this.#notReached.delete(device)) {
      this.handleChange(nowMs);
    }
  }

  /** No channel is worth it any more. @param {number} nowMs */
  handleClosing(nowMs) {
    this.#closing = true;
    this.handleChange(nowMs);
  }

  /** None is worth it until a session is up again: this device is out (SES-13). @param {number} nowMs */
  handleOut(nowMs) {
    this.#out = true;
    this.handleChange(nowMs);
  }

  /** A session is up; channels come with what the server tells. */
  handleLinkUp() {
    this.#out = false;
  }

  /** Who is where, or who may have a channel, is not what it was. @param {number} nowMs */
  handleChange(nowMs) {
    this.#update(new Set(), nowMs);
  }

  /** @param {number} nowMs */
  #hasRoom(nowMs) {
    return this.#wanted.size < this.#most || [...this.#wanted.keys()].some((device) => !this.#isHeld(device, nowMs));
  }

  /** @param {ReadonlySet<string>} talking @param {number} nowMs */
  #update(talking, nowMs) {
    const next = this.#closing || this.#out ? new Map() : this.#choose(talking, nowMs);
    if (isSame(next, this.#wanted)) {
      return;
    }
    const before = [...this.#wanted.keys()];
    this.#wanted = next;
    const active = new Map();
    for (const device of next.keys()) {
      active.set(device, talking.has(device) ? nowMs : (this.#activeAtMs.get(device) ?? -Infinity));
    }
    this.#activeAtMs = active;
    this.#effects.add({ effect: 'want-channels', wanted: new Map(next) });
    for (const device of before) {
      if (!next.has(device) && this.#hasChannel(device)) {
        this.#finish(device);
      }
    }
  }

  /**
   * Whoever comes first in this order has a place, until there are none left.
   *
   * @param {ReadonlySet<string>} talking
   * @param {number} nowMs
   */
  #choose(talking, nowMs) {
    const worthIt = this.#worthIt();
    /** @type {((device: string) => boolean)[]} */
    const order = [
      (device) => this.#isHeld(device, nowMs),
      (device) => talking.has(device) && this.#isReached(device),
      (device) => this.#wanted.has(device) && this.#isReached(device),
      (device) => this.#isReached(device),
      (device) => this.#wanted.has(device),
      () => true,
    ];
    /** @type {Map<string, string>} */
    const next = new Map();
    for (const first of order) {
      for (const [device, conversation] of worthIt) {
        if (next.size < this.#most && !next.has(device) && first(device)) {
          next.set(device, conversation);
        }
      }
    }
    return next;
  }

  /** @param {string} device @param {number} nowMs */
  #isHeld(device, nowMs) {
    const atMs = this.#activeAtMs.get(device);
    return atMs !== undefined && nowMs - atMs < PLACE_HELD_MS && this.#isReached(device);
  }

  /** @param {string} device */
  #isReached(device) {
    return !this.#notReached.has(device) || this.#hasChannel(device);
  }

  /** All that may have a place, the most recently active first, and where each is signalled. */
  #worthIt() {
    const conversations = [...this.#recent].reverse();
    for (const { conv } of this.#rosters.all()) {
      if (!this.#recent.has(conv)) {
        conversations.push(conv);
      }
    }
    /** @type {Map<string, string>} */
    const devices = new Map();
    for (const conversation of conversations) {
      for (const device of this.#rosters.directDevices(conversation)) {
        // A wish stays in the conversation that it began in, or it would change with each message.
        const first = !devices.has(device) || this.#wanted.get(device) === conversation;
        if (first && this.#isWorthIt(conversation, device)) {
          devices.set(device, conversation);
        }
      }
    }
    return devices;
  }

  /**
   * One that is wanted stays so while nothing is known of its account, and while its channel is open: who has lost only
   * the server is called offline, too.
   *
   * @param {string} conversation
   * @param {string} device
   */
  #isWorthIt(conversation, device) {
    const member = this.#rosters.memberOf(conversation, device);
    const isThere = member === undefined ? false : this.#there.get(member.account);
    if (isThere === undefined) {
      return this.#wanted.has(device);
    }
    return isThere || (this.#wanted.has(device) && this.#hasChannel(device));
  }
}

/** @param {ReadonlyMap<string, string>} a @param {ReadonlyMap<string, string>} b */
function isSame(a, b) {
  return a.size === b.size && [...a].every(([device, conversation]) => b.get(device) === conversation);
}

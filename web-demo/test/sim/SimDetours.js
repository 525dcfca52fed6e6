import { PATHS } from './SimScenario.js';
import { SimViolation } from './SimViolation.js';

/** The most that an entry takes in a message beside its body. */
const AROUND_BYTES = 160 + 256;

/**
 * What may go by the server although a channel carries the entries: what it cannot carry, while it is late, and until
 * somebody who is new in a conversation has acked something of it over the channel (PTH-4).
 */
export class SimDetours {
  /** @type {Map<string, {n: number, atMs: number}[]>} pings without answer, by peer */
  #pings = new Map();
  /** @type {Map<string, Set<string>>} by conversation */
  #members = new Map();
  /** @type {Map<string, Set<string>>} by conversation */
  #fresh = new Map();
  #world;
  #channelBytes;

  /** @param {import('./SimWorld.js').SimWorld} world @param {number} channelBytes */
  constructor(world, channelBytes) {
    this.#world = world;
    this.#channelBytes = channelBytes;
  }

  /** The device starts: to it everybody may be new. */
  started() {
    this.#members.clear();
    this.#fresh.clear();
  }

  /** Who signs in again is new. @param {import('../../lib/wire/types.js').Roster} roster */
  members({ conv, members }) {
    const out = new Set(members.flatMap(({ signedOut = [] }) => signedOut));
    this.#set(
      conv,
      members.flatMap(({ devices }) => devices.filter((device) => !out.has(device))),
    );
  }

  /** @param {string} conv */
  gone(conv) {
    this.#set(conv, []);
  }

  /** @param {string} conv @param {string[]} now */
  #set(conv, now) {
    const before = this.#members.get(conv);
    const fresh = this.#fresh.get(conv);
    this.#fresh.set(conv, new Set(now.filter((one) => fresh?.has(one) || !before?.has(one))));
    this.#members.set(conv, new Set(now));
  }

  /** @param {string} peer @param {string} conv */
  acked(peer, conv) {
    this.#fresh.get(conv)?.delete(peer);
  }

  /** @param {string} peer */
  channelOpen(peer) {
    this.#pings.delete(peer);
  }

  /** @param {string} peer @param {number} n */
  asked(peer, n) {
    const pings = this.#pings.get(peer) ?? [];
    this.#pings.set(peer, [...pings, { n, atMs: this.#world.nowMs() }]);
  }

  /** @param {string} peer @param {number} n */
  answered(peer, n) {
    this.#pings.set(
      peer,
      (this.#pings.get(peer) ?? []).filter((ping) => ping.n > n),
    );
  }

  /** Whether the channel can never carry the entry. @param {number} bodyBytes */
  tooLarge(bodyBytes) {
    return AROUND_BYTES + Math.ceil(bodyBytes / 3) * 4 > this.#channelBytes;
  }

  /** I7: the server is spared what the channel carries well. @param {string} conv @param {string} peer @param {number} bodyBytes */
  check(conv, peer, bodyBytes) {
    const large = this.tooLarge(bodyBytes);
    const oldestMs = this.#pings.get(peer)?.[0]?.atMs ?? Infinity;
    this.#world.counts.add(large ? 'detours' : 'hedges');
    const mayBePosted = large || this.#fresh.get(conv)?.has(peer);
    if (!mayBePosted && this.#world.nowMs() < oldestMs + PATHS.lateMs) {
      throw new SimViolation('I7 hedge', 'a post beside a channel that is not late');
    }
  }
}

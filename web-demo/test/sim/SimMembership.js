import { Random } from '../Random.js';

/** Out of a hundred seeds, in how many accounts come and go. */
const CHANCE = 30;

const MOST_CHANGES = 6;

/**
 * Accounts that leave a conversation, or block it, and come back. Draws from a source of its own, so that a seed in which nobody leaves
 * runs as if there were no such thing.
 */
export class SimMembership {
  /** @type {Set<string>} */
  #away = new Set();
  #world;
  #server;
  #conversation;
  #devices;
  #random;
  /** Who is away has blocked the conversation, and stays in the roster, without devices. */
  #blocks;

  /**
   * @param {import('./SimWorld.js').SimWorld} world
   * @param {import('./SimServer.js').SimServer} server
   * @param {string} conversation
   * @param {import('./SimDevice.js').SimDevice[]} devices
   */
  constructor(world, server, conversation, devices) {
    this.#world = world;
    this.#server = server;
    this.#conversation = conversation;
    this.#devices = devices;
    this.#blocks = world.seed % 2 !== 0;
    this.#random = new Random(~world.seed);
  }

  /** @param {number} withinMs */
  plan(withinMs) {
    if (this.#random.int(0, 100) < CHANCE) {
      for (let i = this.#random.int(1, MOST_CHANGES + 1); i > 0; i--) {
        this.#world.at(this.#random.int(0, withinMs), () => this.#change());
      }
    }
  }

  /** Also while the node is down: then the change was made on another. */
  #change() {
    const { account } = this.#random.pick(this.#devices);
    if (!this.#away.delete(account)) {
      this.#away.add(account);
    }
    this.#world.counts.add('memberChanges');
    this.#world.trace('world', `members without ${this.#away.size}`);
    const members = byAccount(this.#devices.filter((device) => !this.#away.has(device.account)));
    if (this.#blocks) {
      this.#away.forEach((member) => members.set(member, []));
    }
    this.#server.setMembers(this.#conversation, members);
  }
}

/** @param {import('./SimDevice.js').SimDevice[]} devices */
export function byAccount(devices) {
  /** @type {Map<string, string[]>} */
  const accounts = new Map();
  for (const { account, id } of devices) {
    accounts.set(account, [...(accounts.get(account) ?? []), id]);
  }
  return accounts;
}

import { Random } from '../Random.js';
import { takesPart } from './SimDirectory.js';

/** Out of a hundred seeds, in how many somebody is called otherwise. */
const CHANCE = 20;

const MOST_CHANGES = 6;

/**
 * Accounts that come to be called otherwise. Draws from a source of its own, so that a seed in which nobody does runs as if there
 * were no such thing.
 */
export class SimRenames {
  #world;
  #server;
  #devices;
  #random;
  #names = 0;

  /**
   * @param {import('./SimWorld.js').SimWorld} world
   * @param {import('./SimServer.js').SimServer} server
   * @param {import('./SimDevice.js').SimDevice[]} devices
   */
  constructor(world, server, devices) {
    this.#world = world;
    this.#server = server;
    this.#devices = devices;
    this.#random = new Random(world.seed + 2_000_003);
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
    this.#world.counts.add('renames');
    this.#world.trace('world', `renamed for the ${++this.#names}. time`);
    this.#server.rename(account, `name ${this.#names}`);
  }

  /** Whether each device that has been told all calls those who take part as the server does (SES-15). */
  settled() {
    return this.firstWrong() === null;
  }

  /** A roster with another name than the server has; null for none. */
  firstWrong() {
    for (const device of this.#devices) {
      const known = device.link()?.hasToldAll() ? (device.core()?.conversations() ?? []) : [];
      for (const { conv, members } of known) {
        const now = this.#server.directory.frameFor(conv, device.id)?.members ?? [];
        const wrong = now.find((member) => takesPart(member) && nameOf(members, member.account) !== member.displayName);
        if (wrong !== undefined) {
          return `${device} shows ${nameOf(members, wrong.account)}, and it is ${wrong.displayName}`;
        }
      }
    }
    return null;
  }
}

/** @param {readonly import('../../lib/wire/types.js').Member[]} members @param {string} account */
function nameOf(members, account) {
  return members.find((member) => member.account === account)?.displayName;
}

import { Random } from '../Random.js';
import { byAccount } from './SimMembership.js';

/** Out of a hundred seeds, in how many there are such accounts. */
const CHANCE = 35;

/** Out of a hundred accounts, how many are asked there. */
const ASKED = 50;

/**
 * Accounts that are asked into a conversation and accept later, at the end at the latest. Draws from a source of its own,
 * as `SimMembership` does.
 */
export class SimRequests {
  /** @type {Map<string, string[]>} */
  #asked = new Map();
  #world;
  #server;
  #conversation;
  #random;

  /**
   * Asks some, but never all.
   *
   * @param {import('./SimWorld.js').SimWorld} world
   * @param {import('./SimServer.js').SimServer} server
   * @param {string} conversation
   * @param {import('./SimDevice.js').SimDevice[]} devices
   */
  constructor(world, server, conversation, devices) {
    this.#world = world;
    this.#server = server;
    this.#conversation = conversation;
    this.#random = new Random(world.seed ^ 0x0a5ced);
    const accounts = byAccount(devices);
    if (this.#random.int(0, 100) < CHANCE) {
      for (const [account, members] of accounts) {
        if (this.#asked.size < accounts.size - 1 && this.#random.int(0, 100) < ASKED) {
          this.#asked.set(account, members);
          server.ask(conversation, account, members);
        }
      }
    }
  }

  /** @param {number} withinMs */
  plan(withinMs) {
    for (const account of this.#asked.keys()) {
      this.#world.at(this.#random.int(0, withinMs), () => this.#accept(account));
    }
  }

  /** There are no faults any more: who has not accepted does, also what was put back to before. */
  end() {
    [...this.#asked.keys()].forEach((account) => this.#accept(account));
  }

  /** @param {string} account */
  #accept(account) {
    this.#server.accept(this.#conversation, account, this.#asked.get(account) ?? []);
  }
}

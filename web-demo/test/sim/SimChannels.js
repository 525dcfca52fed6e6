import { name } from './SimIds.js';
import { SimViolation } from './SimViolation.js';

/** Out of a hundred silent channels, how many are rebuilt; an ICE restart revives the others. */
const REBUILD_CHANCE = 50;

/** The open channels of one device, as its driver holds them. */
export class SimChannels {
  /** @type {Map<string, import('./SimChannel.js').SimChannel>} */
  #byPeer = new Map();
  #world;
  #checker;
  #name;

  /**
   * @param {import('./SimWorld.js').SimWorld} world
   * @param {import('./SimChecker.js').SimChecker} checker
   * @param {string} ownName
   */
  constructor(world, checker, ownName) {
    this.#world = world;
    this.#checker = checker;
    this.#name = ownName;
  }

  /** @param {string} peer @param {import('./SimChannel.js').SimChannel} channel */
  set(peer, channel) {
    const before = this.#byPeer.get(peer);
    this.#byPeer.set(peer, channel);
    if (before !== channel) {
      before?.cut(this.#world); // the other side is another copy of the peer
    }
  }

  /** @param {string} peer @param {number} number */
  isOpen(peer, number) {
    return this.#byPeer.get(peer)?.number === number;
  }

  /**
   * @param {import('./SimDevice.js').SimDevice} from
   * @param {{ device: string, generation: number }} to
   * @param {() => import('../../lib/wire/types.js').PeerFrame} frame asked for when the channel is still that one
   */
  send(from, { device, generation }, frame) {
    if (this.isOpen(device, generation)) {
      this.#byPeer.get(device)?.send(from, frame());
    }
  }

  cutAll() {
    this.#byPeer.forEach((channel) => channel.cut(this.#world));
    this.#byPeer.clear();
  }

  /**
   * What the core wants of a channel.
   *
   * @param {Extract<import('../../lib/core/CoreEffect.js').CoreEffect,
   *   { effect: 'channel-failed' | 'channel-violated' | 'channel-finished' }>} wish
   */
  handle({ effect, device }) {
    if (effect === 'channel-violated' && !this.#checker.disksGoBack()) {
      throw new SimViolation('rule', `${this.#name} says that ${name(device)} broke a rule`);
    }
    if (effect !== 'channel-failed' || this.#world.chance(REBUILD_CHANCE)) {
      this.#byPeer.get(device)?.cut(this.#world);
    }
  }
}

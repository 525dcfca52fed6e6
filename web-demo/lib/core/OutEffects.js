import { OutWrites } from './OutWrites.js';

/** @typedef {import('../delivery/Sender.js').Sender} Sender */

/**
 * That custody of some entries is over, on its way to the disk.
 *
 * @typedef {{ ticket: number, conversation: string, target: string }} TakingBack
 */

/**
 * What a sending half wants, as effects of the core. One for all own streams.
 *
 * Invariants: a sender hears that custody is over when that is on disk, in the order in which it was written, or a crash
 * could lose entries (DLV-12); what changes a status is written before it is told.
 */
export class OutEffects {
  /** @type {TakingBack[]} */
  #takingBack = [];
  #effects;
  #writes;
  #rosters;
  #paths;
  #forks;

  /**
   * @param {import('./Effects.js').Effects} effects
   * @param {import('./Rosters.js').Rosters} rosters
   * @param {import('./DevicePaths.js').DevicePaths} paths
   * @param {import('./Forks.js').Forks} forks
   */
  constructor(effects, rosters, paths, forks) {
    this.#effects = effects;
    this.#writes = new OutWrites(effects);
    this.#rosters = rosters;
    this.#paths = paths;
    this.#forks = forks;
  }

  /** The next that is on disk, when all writes up to that ticket are; undefined for none. @param {number} throughTicket */
  takenBack(throughTicket) {
    return this.#takingBack.length > 0 && this.#takingBack[0].ticket <= throughTicket
      ? this.#takingBack.shift()
      : undefined;
  }

  /** Does all that the sender wants now. @param {Sender} sender */
  drain(sender) {
    for (let effect = sender.poll(); effect !== null; effect = sender.poll()) {
      this.#apply(sender, effect);
    }
  }

  /** @param {Sender} sender @param {import('../delivery/SendEffect.js').SendEffect} effect */
  #apply(sender, effect) {
    const stream = sender.stream();
    const { conv, epoch } = stream;
    const effects = this.#effects;
    switch (effect.effect) {
      case 'post': {
        const rosterVersion = this.#rosters.get(conv)?.version ?? 0;
        const { entries } = effect;
        const ref = effects.nextRef();
        effects.add({ effect: 'to-server', frame: { type: 'post', ref, conv, epoch, rosterVersion, entries } });
        break;
      }
      case 'send-direct': {
        const frame = /** @type {const} */ ({ type: 'entries', ...stream, stored: false, entries: effect.entries });
        this.#paths.sendEntries(effect.target, effect.generation, frame);
        break;
      }
      case 'status-changed':
        this.#writes.status(sender, effect);
        break;
      case 'custody':
        break;
      case 'custody-taken-back': {
        const { target, seqs } = effect;
        const ticket = effects.persist([{ write: 'custody-taken-back', stream, device: target, seqs }]);
        this.#takingBack.push({ ticket, conversation: conv, target });
        break;
      }
      case 'replaced': {
        const { target: device, by, seqs } = effect;
        effects.persistLazily({ write: 'target-replaced', stream, device, by });
        effects.tell({ event: 'target-replaced', stream, device, by, seqs });
        break;
      }
      case 'forget':
        effects.persistLazily({ write: 'forget', stream, seqs: effect.seqs });
        break;
      case 'cancel-rows': {
        const { target, throughSeq: through, ref } = effect;
        effects.add({ effect: 'to-server', frame: { type: 'cancel', ref, conv, epoch, target, through } });
        break;
      }
      case 'need-from-transcript':
        effects.add({ effect: 'read-own', stream, seqs: effect.seqs });
        break;
      case 'need-again':
        effects.add({ ...effect, effect: 'read-again', stream });
        break;
      case 'forked':
        this.#forks.handleForked(effect.target, effect.evidence);
        break;
    }
  }
}

import { Receiver } from '../../lib/delivery/Receiver.js';
import { DEFAULT_RECEIVER_LIMITS } from '../../lib/delivery/ReceiverLimits.js';
import { toBase64 } from '../../lib/wire/Bytes.js';
import { addressed, addressedJson, bytes } from './plain.js';

/** @typedef {import('../vectors.js').Plain} Plain */

const STREAM = {
  conv: '00000000-0000-0000-0000-000000000009',
  device: '00000000-0000-0000-0000-000000000001',
  epoch: '42',
};

/** `Receiver` as its vectors drive it. */
export class ReceiverUnderTest {
  #core;

  /** @param {Plain} vector */
  constructor(vector) {
    const limits = { ...DEFAULT_RECEIVER_LIMITS, ...vector.limits };
    this.#core = new Receiver(STREAM, limits, vector.cursor ?? 0, BigInt(vector.mark ?? 0));
  }

  /**
   * @param {string} input
   * @param {Plain} step
   */
  take(input, step) {
    const core = this.#core;
    /** @type {{ [input: string]: () => void }} */
    const inputs = {
      entries: () => core.handleEntries(step.entries.map(addressed), step.from, step.generation),
      'ack-wanted': () => core.handleAckWanted(step.path, step.generation),
      committed: () => core.handleCommitted(step.through, 'proof' in step ? bytes(step.proof) : undefined),
      'strays-committed': () => core.handleStraysCommitted(step.count),
      'hole-given-up': () => core.handleHoleGivenUp(),
      'verdict-refused': () => core.handleVerdictRefused(step.seq),
      'commit-failed': () => core.handleCommitFailed(),
    };
    inputs[input]();
  }

  /** @returns {Plain | null} */
  poll() {
    const effect = this.#core.poll();
    return effect === null ? null : json(effect);
  }

  /** A receiver waits for nothing. */
  deadline() {
    return null;
  }
}

/**
 * @param {import('../../lib/delivery/ReceiveEffect.js').ReceiveEffect} effect
 * @returns {Plain}
 */
function json(effect) {
  switch (effect.effect) {
    case 'hand-over':
      return { ...effect, entries: effect.entries.map(addressedJson), mark: String(effect.mark) };
    case 'hand-over-strays':
      return { ...effect, entries: effect.entries.map(addressedJson) };
    case 'send-ack': {
      const { path, generation, position, proof } = effect;
      return {
        effect: 'ack',
        path,
        generation,
        cursor: position.cursor,
        ...(position.cursor === 0 ? {} : { mark: String(position.mark) }),
        ...(position.held.length === 0 ? {} : { held: position.held }),
        ...(proof === undefined ? {} : { proof: toBase64(proof) }),
      };
    }
    case 'peer-violation':
      return { effect: 'violation', rule: effect.rule };
  }
}

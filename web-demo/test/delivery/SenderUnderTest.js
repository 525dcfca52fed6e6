import { RelayWindow } from '../../lib/delivery/RelayWindow.js';
import { Sender } from '../../lib/delivery/Sender.js';
import { DEFAULT_SENDER_LIMITS } from '../../lib/delivery/SenderLimits.js';
import { addressedJson, bytes, entry, part, posted, postedJson } from './plain.js';

/** @typedef {import('../vectors.js').Plain} Plain */

const STREAM = {
  conv: '00000000-0000-0000-0000-000000000009',
  device: '00000000-0000-0000-0000-000000000001',
  epoch: '42',
};

/** `Sender` as its vectors drive it. */
export class SenderUnderTest {
  #window;
  #core;
  /** @type {Plain[]} */
  #answers = [];

  /** @param {Plain} vector */
  constructor(vector) {
    this.#window = new RelayWindow(vector.windowEntries ?? 512, vector.windowBytes ?? 2 ** 20);
    const limits = { ...DEFAULT_SENDER_LIMITS, ...vector.limits };
    this.#core = new Sender(STREAM, limits, vector.nextSeq ?? 1, this.#window);
  }

  /**
   * @param {string} input
   * @param {Plain} step
   * @param {number} nowMs
   */
  take(input, step, nowMs) {
    const core = this.#core;
    /** @type {{ [input: string]: () => unknown }} */
    const inputs = {
      prepare: () => this.#prepare(step),
      committed: () => core.handleCommitted(step.through, nowMs),
      'commit-failed': () => core.handleCommitFailed(step.from),
      'restore-target': () => this.#restoreTarget(step),
      restore: () => core.log().restore(posted(step.entry), statuses(step)),
      welcome: () => this.#window.open(step.windowEntries ?? 512, step.windowBytes ?? 2 ** 20),
      path: () => core.handlePath(step.target, step.path, step.generation, nowMs),
      beside: () => core.handleBeside(step.target, step.beside, step.channelBytes ?? 65536, nowMs),
      writable: () => core.handleWritable(step.target, step.generation, step.writable, nowMs),
      ack: () => core.handleAck(step.target, position(step), nowMs),
      stored: () => core.handleStored(step.target, step.seqs, mark(step), nowMs),
      again: () => core.handleAgain(step.target, step.entries.map(entry), step.through, nowMs),
      asked: () => core.handleAsked(),
      told: () => core.handleTold(step.ref, nowMs),
      refused: () => core.handleRefused(step.target, step.seqs, step.code, step.retryAfterMs ?? 0, nowMs),
      read: () => core.handleRead(step.target, step.through),
      rebase: () => core.handleRebase(step.target, nowMs),
      'taken-back': () => core.handleTakenBack(step.target, nowMs),
      'target-gone': () => core.handleTargetGone(step.target, nowMs),
      replaced: () => core.handleReplaced(step.target, step.by, nowMs),
      transcript: () => core.handleTranscript(step.entries.map(entry), nowMs),
      timeout: () => core.handleTimeout(nowMs),
    };
    inputs[input]();
  }

  /** @returns {Plain | null} */
  poll() {
    const answer = this.#answers.shift();
    if (answer !== undefined) {
      return answer;
    }
    const effect = this.#core.poll();
    return effect === null ? null : json(effect);
  }

  deadline() {
    return this.#core.deadline();
  }

  /** @param {Plain} step */
  #restoreTarget({ target, first = 1, last, delivered, read = 0, refused = [], ...step }) {
    this.#core.log().restoreTarget(target, first, last, delivered, mark(step), read, refused);
  }

  /** @param {Plain} step */
  #prepare(step) {
    const to = new Map(step.to.map((/** @type {Plain} */ each) => [each.target, part(each)]));
    const body = 'bodyBytes' in step ? new Uint8Array(step.bodyBytes) : bytes(step.body);
    const prepared = this.#core.prepare(step.id, BigInt(step.hlc), body, to);
    this.#answers.push(
      prepared.ok
        ? { effect: 'prepared', entries: [postedJson(prepared.entry)] }
        : { effect: 'not-taken', code: prepared.code },
    );
  }
}

/**
 * @param {import('../../lib/delivery/SendEffect.js').SendEffect} effect
 * @returns {Plain}
 */
function json(effect) {
  switch (effect.effect) {
    case 'post':
      return { effect: 'post', entries: effect.entries.map(postedJson) };
    case 'send-direct':
      return { ...effect, entries: effect.entries.map(addressedJson) };
    case 'status-changed': {
      const { target, seqs, status, code } = effect;
      return { effect: 'status', target, seqs, status, ...(code === undefined ? {} : { code }) };
    }
    case 'cancel-rows':
      return { effect: 'cancel', target: effect.target, through: effect.throughSeq, ref: effect.ref };
    case 'need-again': {
      const { target, fromSeq, throughSeq, most } = effect;
      return { effect: 'need-again', target, from: fromSeq, through: throughSeq, most };
    }
    default:
      return effect;
  }
}

/** @param {Plain} step */
function position(step) {
  return { ...STREAM, cursor: step.cursor, mark: mark(step), held: step.held ?? [] };
}

/** @param {Plain} step */
function mark(step) {
  return BigInt(step.mark ?? 0);
}

/** @param {Plain} step */
function statuses(step) {
  return new Map(step.statuses.map((/** @type {Plain} */ each) => [each.target, each.status]));
}

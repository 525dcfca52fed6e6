import { REFUSAL_CODES } from '../../lib/wire/RefusalCode.js';
import { CloseCode } from '../../lib/wire/CloseCode.js';
import { Limits } from '../../lib/wire/Limits.js';
import { VERSION } from '../../lib/wire/version.js';
import { Random } from '../Random.js';

/** @typedef {import('../../lib/codec/Direction.js').Direction} Direction */
/** @typedef {import('../../lib/wire/types.js').Frame} Frame */
/** @typedef {import('../../lib/wire/types.js').Range} Range */

const CLOSE_CODES = Object.values(CloseCode);
const PIECES = ['a', '"', '\\', '\n', '\u0000', 'ü', '€', '😀', '</', '{}'];

/** Draws frames within all limits; one seed, one frame. */
export class RandomFrames {
  #random;

  /** @param {number} seed */
  constructor(seed) {
    this.#random = new Random(seed);
  }

  /**
   * Every frame that the direction allows, one of each type.
   *
   * @param {Direction} direction
   * @returns {Frame[]}
   */
  each(direction) {
    switch (direction) {
      case 'client':
        return this.#client();
      case 'server':
        return this.#server();
      default:
        return [
          this.#entries(),
          this.#ack(),
          this.#have(),
          ...this.#pingAndPong(),
          { type: 'fin' },
          { type: 'fin-ack' },
        ];
    }
  }

  /** @returns {Frame[]} */
  #client() {
    const random = this.#random;
    return [
      {
        type: 'hello',
        version: VERSION,
        device: this.#uuid(),
        token: this.#text(1),
        incarnations: random.flag() ? [] : [String(this.#u64() || 1n)],
        changes: this.#natural(),
        latest: this.#natural(),
        software: this.#text(0),
      },
      {
        type: 'post',
        ref: this.#natural(),
        conv: this.#uuid(),
        epoch: String(this.#u64()),
        rosterVersion: this.#natural(),
        entries: this.#posted(),
      },
      {
        type: 'cancel',
        ref: this.#natural(),
        conv: this.#uuid(),
        epoch: String(this.#u64()),
        target: this.#uuid(),
        through: this.#seq(),
      },
      this.#ack(),
      this.#have(),
      this.#signal(),
      { type: 'presence', account: undefined, state: random.pick(['online', 'away', 'offline']), lastSeenMs: 0 },
      { type: 'typing', conv: this.#uuid(), device: undefined, active: random.flag() },
      { type: 'token', token: this.#text(1) },
      ...this.#pingAndPong(),
    ];
  }

  /** @returns {Frame[]} */
  #server() {
    const random = this.#random;
    return [
      {
        type: 'welcome',
        session: this.#uuid(),
        account: this.#uuid(),
        serverTimeMs: this.#natural(),
        tokenExpiresAtMs: this.#natural(),
        pingIntervalMs: 1,
        windowEntries: 1024,
        windowBytes: 1 << 22,
        lastIncarnation: String(this.#u64()),
      },
      {
        type: 'roster',
        conv: this.#uuid(),
        version: this.#natural(),
        kind: random.pick(['direct', 'group']),
        title: this.#text(0),
        members: this.#members(),
      },
      { type: 'gone', conv: this.#uuid(), version: this.#natural() },
      { type: 'changes', through: this.#natural(), all: random.flag() },
      { type: 'renamed', account: this.#uuid(), version: this.#natural(), displayName: this.#text(0) },
      { type: 'told', ref: this.#natural(), ...this.#stream() },
      this.#entries(),
      this.#receipt(),
      this.#refused(),
      { type: 'live' },
      this.#signal(),
      {
        type: 'presence',
        account: this.#uuid(),
        state: random.pick(['online', 'away', 'offline']),
        lastSeenMs: this.#natural(),
      },
      { type: 'typing', conv: this.#uuid(), device: this.#uuid(), active: random.flag() },
      { type: 'token-accepted', expiresAtMs: this.#natural() },
      { type: 'bye', code: random.pick(CLOSE_CODES), message: this.#text(0), retryAfterMs: this.#natural() },
      ...this.#pingAndPong(),
    ];
  }

  /** @returns {Frame[]} */
  #pingAndPong() {
    return [
      { type: 'ping', n: this.#natural() },
      { type: 'pong', n: this.#natural(), timeMs: this.#natural() },
    ];
  }

  /** @returns {Frame} */
  #signal() {
    return { type: 'signal', conv: this.#uuid(), device: this.#uuid(), payload: this.#text(1) };
  }

  /** @returns {Frame} */
  #receipt() {
    const delivered = this.#natural();
    const stored = this.#ranges(1);
    return {
      type: 'receipt',
      ...this.#stream(),
      target: this.#uuid(),
      delivered,
      mark: delivered === 0 ? 0n : this.#u64(),
      held: this.#ranges(1),
      stored,
      storedMark: stored.length === 0 ? 0n : this.#u64(),
      proof: this.#bytesOrUndefined(Limits.PROOF_BYTES),
    };
  }

  /** @returns {Frame} */
  #refused() {
    const none = { conv: undefined, device: undefined, epoch: undefined };
    return {
      type: 'refused',
      ref: this.#natural(),
      code: this.#random.pick(REFUSAL_CODES),
      message: this.#text(0),
      ...(this.#random.flag() ? this.#stream() : none),
      target: this.#random.flag() ? this.#uuid() : undefined,
      seqs: this.#ranges(1),
      retryAfterMs: this.#natural(),
    };
  }

  /** @returns {Frame} */
  #entries() {
    let seq = 0;
    const entries = this.#some(1, () => {
      seq += this.#random.int(1, 4);
      return {
        ...this.#entry(seq),
        after: this.#random.int(0, seq),
        part: this.#bytesOrUndefined(Limits.PART_BYTES),
      };
    });
    return { type: 'entries', ...this.#stream(), stored: this.#random.flag(), entries };
  }

  #posted() {
    let seq = Limits.SEQ_END - 100;
    return this.#some(1, () => {
      seq += this.#random.int(1, 4);
      const to = this.#some(1, () => ({
        target: this.#uuid(),
        after: this.#random.flag() ? seq - 1 : this.#random.int(0, seq),
        part: this.#bytesOrUndefined(Limits.PART_BYTES),
      }));
      return { ...this.#entry(seq), to };
    });
  }

  /** @param {number} seq */
  #entry(seq) {
    return { seq, id: this.#uuid(), hlc: this.#u64(), body: this.#bytes(200) };
  }

  /** @returns {Frame} */
  #ack() {
    return { type: 'ack', ...this.#position(), proof: this.#bytesOrUndefined(Limits.PROOF_BYTES) };
  }

  /** @returns {Frame} */
  #have() {
    return { type: 'have', in: this.#some(0, () => this.#position()), out: this.#some(0, () => this.#stream()) };
  }

  #position() {
    const cursor = this.#random.int(0, 2 ** 50);
    const mark = cursor === 0 ? 0n : this.#u64();
    return { ...this.#stream(), cursor, mark, held: this.#ranges(cursor + 1) };
  }

  #stream() {
    return { conv: this.#uuid(), device: this.#uuid(), epoch: String(this.#u64()) };
  }

  /** @param {number} from */
  #ranges(from) {
    let next = from;
    return this.#some(0, () => {
      const start = next + this.#random.int(0, 3);
      const through = start + this.#random.int(0, 3);
      next = through + 2;
      return /** @type {Range} */ ([start, through]);
    });
  }

  #members() {
    return this.#some(0, () => {
      const devices = this.#some(0, () => this.#uuid());
      return {
        account: this.#uuid(),
        handle: this.#text(1),
        displayName: this.#text(0),
        nameVersion: this.#natural(),
        owner: this.#random.flag(),
        accepted: this.#random.flag(),
        devices,
        signedOut: devices.filter(() => this.#random.flag()),
      };
    });
  }

  /**
   * @template T
   * @param {number} min
   * @param {() => T} element
   */
  #some(min, element) {
    const list = [];
    for (let i = this.#random.int(min, 6); i > 0; i--) {
      list.push(element());
    }
    return list;
  }

  #seq() {
    return this.#random.int(1, Limits.SEQ_END);
  }

  #natural() {
    return this.#random.int(0, 4) === 0 ? 0 : this.#random.int(0, Limits.SEQ_END);
  }

  #u64() {
    return (BigInt(this.#random.int(0, 2 ** 32)) << 32n) | BigInt(this.#random.int(0, 2 ** 32));
  }

  #uuid() {
    return [8, 4, 4, 4, 12].map((digits) => this.#hex(digits)).join('-');
  }

  /** @param {number} digits */
  #hex(digits) {
    return this.#random
      .int(0, 16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  }

  /** @param {number} max */
  #bytes(max) {
    return Uint8Array.from({ length: this.#random.int(0, max + 1) }, () => this.#random.int(0, 256));
  }

  /** @param {number} max */
  #bytesOrUndefined(max) {
    return this.#random.flag() ? this.#bytes(max) : undefined;
  }

  /** @param {number} min */
  #text(min) {
    let text = '';
    for (let i = this.#random.int(min, 20); i > 0; i--) {
      text += this.#random.pick(PIECES);
    }
    return text;
  }
}

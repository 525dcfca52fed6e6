import { NO_MARK, nextMark } from '../../lib/wire/Marks.js';
import { RangeSet } from '../../lib/delivery/RangeSet.js';
import { Limits } from '../../lib/wire/Limits.js';
import { toKey } from './SimIds.js';

/** @typedef {import('../../lib/wire/StreamId.js').StreamId} StreamId */
/** @typedef {import('../../lib/wire/types.js').Range} Range */
/** @typedef {import('../../lib/wire/types.js').Entry} Entry */
/** @typedef {import('../../lib/wire/RefusalCode.js').RefusalCode} RefusalCode */
/** @typedef {import('./SimSession.js').SimSession} SimSession */
/** @typedef {import('./SimStore.js').Row} Row */

/** What the server says to senders: receipts, refusals, told. */
export class SimAnswers {
  #sessions;
  #checker;

  /** @param {Map<string, SimSession>} sessions @param {import('./SimChecker.js').SimChecker} checker */
  constructor(sessions, checker) {
    this.#sessions = sessions;
    this.#checker = checker;
  }

  /**
   * @param {SimSession} session
   * @param {{ ref: number, code: RefusalCode, stream: StreamId, target: string | undefined, seqs: number[],
   *   retryAfterMs: number }} refusal
   */
  refuse(session, { ref, code, stream, target, seqs, retryAfterMs }) {
    const set = new RangeSet();
    seqs.forEach((seq) => set.add(seq));
    this.#refuse(session, { ref, code, stream, target, seqs: set.toList(), retryAfterMs });
  }

  /**
   * @param {SimSession} session
   * @param {{ ref: number, code: RefusalCode, stream: StreamId, target: string | undefined, seqs: Range[],
   *   retryAfterMs: number }} refusal
   */
  #refuse(session, { ref, code, stream, target, seqs, retryAfterMs }) {
    for (const [from, through] of target === undefined ? [] : seqs) {
      for (let seq = from; seq <= through; seq++) {
        session.window.answered(stream, target ?? '', seq);
      }
    }
    for (let i = 0; i < Math.max(1, seqs.length); i += Limits.RANGES) {
      const some = seqs.slice(i, i + Limits.RANGES);
      session.send({ type: 'refused', ref, code, message: '', ...stream, target, seqs: some, retryAfterMs });
    }
  }

  /**
   * @param {SimSession} session
   * @param {StreamId} stream
   * @param {string} target
   * @param {{ delivered: number, mark: bigint, held: Range[], stored: Entry[] }} facts
   */
  receipt(session, stream, target, { delivered, mark, held, stored }) {
    this.#checker.acked(target, stream, delivered);
    session.window.answeredThrough(stream, target, delivered);
    for (const { seq } of stored) {
      this.#checker.saidStored(stream, target, [seq, seq]);
      session.window.answered(stream, target, seq);
    }
    for (const piece of pieces(stored)) {
      session.send({ type: 'receipt', ...stream, target, delivered, mark, held, ...piece });
    }
  }

  /**
   * What became of a batch, to the sessions in which it was posted: in a later one the sender asks anew.
   *
   * @param {{ row: Row, outcome: import('./SimStore.js').Outcome | 'unavailable' }[]} done
   */
  committed(done) {
    /** @type {Map<string, { row: Row, outcome: string, seqs: RangeSet, entries: Entry[] }>} */
    const groups = new Map();
    for (const { row, outcome } of done) {
      const key = `${toKey(row.stream, row.target)} ${row.session} ${outcome}`;
      const group = groups.get(key) ?? { row, outcome, seqs: new RangeSet(), entries: [] };
      group.seqs.add(row.entry.seq);
      group.entries.push(row.entry);
      groups.set(key, group);
    }
    /** @type {Map<SimSession, StreamId[]>} streams whose senders are to be told what the store knows */
    const ask = new Map();
    for (const { row, outcome, seqs, entries } of groups.values()) {
      const session = this.#sessions.get(row.stream.device);
      if (session === undefined || session.number !== row.session) {
        continue;
      }
      const ranges = seqs.toList();
      if (outcome === 'stored') {
        const stored = entries.sort((a, b) => a.seq - b.seq);
        this.receipt(session, row.stream, row.target, { delivered: 0, mark: NO_MARK, held: [], stored });
      } else if (outcome === 'delivered') {
        ask.set(session, [...(ask.get(session) ?? []), row.stream]);
      } else {
        const code = outcome === 'closed' ? 'roster-changed' : /** @type {RefusalCode} */ (outcome);
        const retryAfterMs = code === 'expired' || code === 'conflict' ? 0 : 100;
        this.#refuse(session, { ref: 0, code, stream: row.stream, target: row.target, seqs: ranges, retryAfterMs });
      }
    }
    return ask;
  }

  /**
   * Everything that is known of a stream, then `told` (DLV-9, DLV-12).
   *
   * @param {SimSession} session
   * @param {number} ref
   * @param {StreamId} stream
   * @param {ReturnType<import('./SimStore.js').SimStore['positions']>} positions
   */
  tell(session, ref, stream, positions) {
    if (this.#sessions.get(session.device) !== session) {
      return;
    }
    for (const { target, deliveredThrough, expiredThrough, ackedThrough, ackedMark, stored } of positions) {
      this.receipt(session, stream, target, { delivered: ackedThrough, mark: ackedMark, held: [], stored });
      if (expiredThrough > deliveredThrough) {
        this.expired(stream, target, [[deliveredThrough + 1, expiredThrough]]);
      }
    }
    session.send({ type: 'told', ref, ...stream });
  }

  /** @param {StreamId} stream @param {string} target @param {Range[]} seqs */
  expired(stream, target, seqs) {
    const session = this.#sessions.get(stream.device);
    if (session !== undefined) {
      this.#refuse(session, { ref: 0, code: 'expired', stream, target, seqs, retryAfterMs: 0 });
    }
  }
}

/**
 * As many frames as it takes to name what is stored, each with what binds it; at least one.
 *
 * @param {Entry[]} entries ascending
 */
function pieces(entries) {
  const all = [];
  let set = new RangeSet();
  let mark = NO_MARK;
  for (const { seq, id } of entries) {
    if (set.contains(seq)) {
      continue; // it was posted twice
    }
    if (set.lastSeq() !== seq - 1 && set.toList().length === Limits.RANGES) {
      all.push({ stored: set.toList(), storedMark: mark });
      set = new RangeSet();
      mark = NO_MARK;
    }
    set.add(seq);
    mark = nextMark(mark, seq, id);
  }
  return [...all, { stored: set.toList(), storedMark: mark }];
}

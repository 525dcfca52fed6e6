import { retryable } from '../wire/RefusalCode.js';
import { RangeSet } from './RangeSet.js';
import { Rebase } from './Rebase.js';
import { Returns } from './Returns.js';
import { compareStatus } from './Status.js';
import { NEVER } from './TargetQueue.js';
import { Withdrawals } from './Withdrawals.js';

/** @typedef {import('../wire/types.js').Range} Range */
/** @typedef {import('../wire/RefusalCode.js').RefusalCode} RefusalCode */
/** @typedef {import('./AckOutcome.js').AckOutcome} AckOutcome */
/** @typedef {import('./Status.js').Status} Status */
/** @typedef {import('./TargetItem.js').TargetItem} TargetItem */
/** @typedef {import('./TargetQueue.js').TargetQueue} TargetQueue */

/** Applies what targets and server say to a target queue. Owned by one `Sender`. */
export class Facts {
  #outbox;
  #effects;
  #rebase;
  #withdrawals;
  #returns;

  /**
   * @param {import('./Outbox.js').Outbox} outbox
   * @param {import('./Deque.js').Deque<import('./SendEffect.js').SendEffect>} effects
   * @param {import('./SenderLimits.js').SenderLimits} limits
   */
  constructor(outbox, effects, limits) {
    this.#outbox = outbox;
    this.#effects = effects;
    this.#rebase = new Rebase(outbox, effects);
    this.#withdrawals = new Withdrawals(this.#rebase);
    this.#returns = new Returns(outbox, effects, limits);
  }

  /**
   * @param {TargetQueue} queue
   * @param {import('../wire/types.js').StreamPosition} position
   * @param {number} nowMs
   * @returns {AckOutcome}
   */
  acked(queue, position, nowMs) {
    const held = RangeSet.of(position.held);
    const { cursor, mark } = position;
    if (cursor > queue.sentThrough) {
      return this.#forked(queue, 'ack-of-unsent');
    }
    if (held.lastSeq() > queue.sentThrough) {
      return this.#forked(queue, 'held-of-unsent');
    }
    if (cursor < queue.deliveredThrough) {
      if (!held.isEmpty()) {
        this.#returns.seemsBack(queue, position, nowMs);
      }
      return 'unchanged';
    }
    const advanced = cursor > queue.deliveredThrough;
    // A target that went back is believed in what it acked once: no status hangs on that any more.
    const ackedOnce = advanced && cursor < queue.mostDelivered;
    if (!ackedOnce && !queue.binding.binds(cursor, mark)) {
      return advanced && (queue.items.isEmpty() || queue.items.firstKey() > cursor)
        ? 'unchanged' // of an earlier time as a target, and nothing hangs on it
        : this.#forked(queue, 'ack-of-others');
    }
    queue.held = held;
    queue.deliveredThrough = cursor;
    queue.deliveredMark = mark;
    if (cursor >= queue.mostDelivered) {
      queue.mostDelivered = cursor;
      queue.mostMark = mark;
      this.#returns.handleCaughtUp(queue);
    }
    if (advanced) {
      this.#settleThrough(queue, cursor);
      queue.binding.handleDelivered();
      this.#announceRead(queue);
      queue.progress(nowMs);
    }
    this.#returns.handleSettled(queue);
    queue.fillHoles();
    this.#outbox.flush(this.#effects);
    return advanced ? 'advanced' : 'unchanged';
  }

  /**
   * Entries of the own transcript that a target lacks again (DLV-23).
   *
   * @param {TargetQueue} queue
   * @param {import('../wire/types.js').Entry[]} entries
   * @param {number} throughSeq
   */
  again(queue, entries, throughSeq) {
    this.#returns.again(queue, entries, throughSeq);
    if (queue.path === 'relay') {
      this.cancelThrough(queue, queue.brokenThrough());
    }
  }

  /**
   * @param {TargetQueue} queue
   * @param {number} cursor
   */
  #settleThrough(queue, cursor) {
    const delivered = new RangeSet();
    while (!queue.items.isEmpty() && queue.items.firstKey() <= cursor) {
      const item = queue.items.at(0);
      addNews(delivered, item);
      this.#settle(queue, item, 'delivered');
    }
    this.#announce(queue, delivered, 'delivered');
    queue.unread.delivered(delivered);
  }

  /**
   * @param {TargetQueue} queue
   * @param {Range[]} ranges
   * @param {bigint} storedMark
   * @param {number} nowMs
   */
  stored(queue, ranges, storedMark, nowMs) {
    if (RangeSet.of(ranges).lastSeq() > queue.sentThrough) {
      this.#forked(queue, 'stored-of-unsent');
      return;
    }
    const mark = queue.binding.foldOf(ranges);
    if (mark === undefined) {
      return; // some of it the target has acked on another way: what it lacks is posted again
    }
    if (mark !== storedMark) {
      this.#forked(queue, 'stored-of-others');
      return;
    }
    const stored = new RangeSet();
    for (const [from, through] of ranges) {
      const items = queue.items;
      for (let i = items.indexFrom(from); i < items.size() && items.keyAt(i) <= through; i++) {
        this.#storedOne(queue, items.at(i), stored);
      }
    }
    this.#announce(queue, stored, 'stored');
    queue.progress(nowMs);
    this.#outbox.flush(this.#effects);
  }

  /**
   * @param {TargetQueue} queue
   * @param {TargetItem} item
   * @param {RangeSet} stored takes it when its status goes up
   */
  #storedOne(queue, item, stored) {
    if (item.seq <= queue.staleThrough) {
      return;
    }
    item.confirmed = true;
    if (item.custody === 'stored') {
      return;
    }
    this.#outbox.stored(item);
    queue.stored(item);
    if (queue.generation > queue.cancelGeneration) {
      item.afterSeq = queue.afterOf(item);
    }
    if (compareStatus(item.status, 'stored') < 0) {
      item.status = 'stored';
      stored.add(item.seq);
    }
  }

  /**
   * @param {TargetQueue} queue
   * @param {Range[]} ranges
   * @param {RefusalCode} code
   * @param {number} retryAfterMs
   * @param {number} nowMs
   */
  refused(queue, ranges, code, retryAfterMs, nowMs) {
    const again = retryable(code);
    /** @type {TargetItem[]} */
    const items = [];
    for (const [from, through] of ranges) {
      for (const item of queue.items.between(from, through)) {
        if (item.custody === 'posted' || (!again && item.status !== 'queued')) {
          items.push(item);
        }
      }
    }
    if (items.length === 0) {
      return;
    }
    if (code === 'conflict') {
      this.#forked(queue, 'conflict');
      return;
    }
    if (again) {
      this.#retryLater(queue, items, retryAfterMs, nowMs);
      if (code === 'queue-full' && queue.reachesServer()) {
        this.#rebase.makeRoomFor(queue, items[0]);
      }
    } else {
      const refused = new RangeSet();
      for (const item of items) {
        addNews(refused, item);
        queue.binding.handleGivenUp(item.seq, item.out.id);
        this.#settle(queue, item, 'refused');
      }
      this.#announce(queue, refused, 'refused', code);
      this.cancelThrough(queue, queue.brokenThrough());
      queue.progress(nowMs);
      this.#returns.handleSettled(queue);
    }
    this.#outbox.flush(this.#effects);
  }

  /**
   * @param {TargetQueue} queue
   * @param {TargetItem[]} items
   * @param {number} retryAfterMs
   * @param {number} nowMs
   */
  #retryLater(queue, items, retryAfterMs, nowMs) {
    for (const item of items) {
      this.#outbox.unpost(item);
      queue.postAgain(item);
    }
    if (queue.reachesServer()) {
      const waitMs = retryAfterMs > 0 ? retryAfterMs : queue.retry.nextMs();
      queue.retryAtMs = nowMs + waitMs;
      queue.resendAtMs = NEVER;
      queue.armResend(nowMs);
    }
  }

  /**
   * @param {TargetQueue} queue
   * @param {number} throughSeq
   */
  cancelThrough(queue, throughSeq) {
    this.#rebase.cancelThrough(queue, throughSeq);
  }

  /** @param {TargetQueue} queue */
  takenBack(queue) {
    this.#rebase.takenBack(queue);
  }

  /**
   * A new session: what was asked in the last one gets no answer any more.
   *
   * @param {Map<string, TargetQueue>} queues
   */
  asked(queues) {
    for (const queue of queues.values()) {
      for (let i = 0; i < queue.items.size(); i++) {
        queue.items.at(i).confirmed = false;
      }
      if (queue.cancelThrough === 0) {
        queue.staleThrough = 0;
      }
    }
    this.#withdrawals.asked();
  }

  /**
   * The server has told all.
   *
   * @param {Map<string, TargetQueue>} queues
   * @param {number} ref
   */
  told(queues, ref) {
    this.#withdrawals.told(ref);
    for (const queue of queues.values()) {
      if (ref >= queue.staleUntilRef) {
        queue.staleThrough = 0;
      }
      this.#rebase.takeBackLost(queue);
    }
  }

  /**
   * @param {TargetQueue} queue
   * @param {number} throughSeq
   */
  read(queue, throughSeq) {
    queue.unread.read(Math.min(throughSeq, queue.sentThrough));
    this.#announceRead(queue);
  }

  /** @param {TargetQueue} queue */
  gone(queue) {
    // Refused ones too: the server may have kept a copy of what it refused the second time.
    const sent = Math.min(queue.lastSeq, queue.sentThrough);
    if (sent > queue.deliveredThrough) {
      this.#withdrawals.gone(queue.device, sent);
    }
    const dropped = new RangeSet();
    while (!queue.items.isEmpty()) {
      const item = queue.items.at(0);
      addNews(dropped, item);
      this.#settle(queue, item, 'refused');
    }
    this.#announce(queue, dropped, 'refused', 'not-a-member');
    this.#outbox.flush(this.#effects);
  }

  /** @param {TargetQueue} queue */
  #announceRead(queue) {
    this.#announce(queue, queue.unread.takeRead(queue.deliveredThrough), 'read');
  }

  /**
   * @param {TargetQueue} queue
   * @param {TargetItem} item
   * @param {Status} status
   */
  #settle(queue, item, status) {
    item.status = status;
    queue.remove(item);
    this.#outbox.settled(item);
  }

  /**
   * @param {TargetQueue} queue
   * @param {RangeSet} seqs
   * @param {Status} status
   * @param {RefusalCode} [code]
   */
  #announce(queue, seqs, status, code) {
    if (!seqs.isEmpty()) {
      this.#effects.add({ effect: 'status-changed', target: queue.device, seqs: seqs.toList(), status, code });
    }
  }

  /**
   * @param {TargetQueue} queue
   * @param {string} evidence
   * @returns {AckOutcome}
   */
  #forked(queue, evidence) {
    this.#effects.add({ effect: 'forked', target: queue.device, evidence });
    return 'forked';
  }
}

/**
 * What was delivered once, and is sent again, is no news (DLV-23).
 *
 * @param {RangeSet} news
 * @param {TargetItem} item
 */
function addNews(news, item) {
  if (item.status !== 'delivered') {
    news.add(item.seq);
  }
}

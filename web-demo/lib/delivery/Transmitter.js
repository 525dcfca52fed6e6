import { check } from '../wire/check.js';
import { Limits } from '../wire/Limits.js';
import { ADDRESS_OVERHEAD, ENTRIES_OVERHEAD, entryBytes, partBytes } from './FrameSizes.js';
import { RangeSet } from './RangeSet.js';
import { NEVER } from './TargetQueue.js';

/** @typedef {import('../wire/types.js').Entry} Entry */
/** @typedef {import('./SendEffect.js').SendEffect} SendEffect */
/** @typedef {import('./TargetItem.js').TargetItem} TargetItem */
/** @typedef {import('./TargetQueue.js').TargetQueue} TargetQueue */
/** @typedef {import('./Deque.js').Deque<SendEffect>} SendEffects */

/** Leaves room for what surrounds the entries of a post. */
const POST_BYTES = Limits.FRAME_BYTES - 2048;

/** Fills frames from the target queues, in seq order, within the windows. Owned by one sender. */
export class Transmitter {
  #outbox;
  #limits;

  /**
   * @param {import('./Outbox.js').Outbox} outbox
   * @param {import('./SenderLimits.js').SenderLimits} limits
   */
  constructor(outbox, limits) {
    this.#outbox = outbox;
    this.#limits = limits;
  }

  /**
   * Adds the next frame, or a request for bytes, to `effects`; nothing when all is sent.
   *
   * @param {Map<string, TargetQueue>} targets
   * @param {number} throughSeq
   * @param {number} nowMs
   * @param {SendEffects} effects
   */
  next(targets, throughSeq, nowMs, effects) {
    for (const target of targets.values()) {
      if (target.path === 'direct' && target.writable) {
        this.#direct(target, throughSeq, nowMs, effects);
      }
      if (!effects.isEmpty()) {
        return;
      }
    }
    this.#relay(targets, throughSeq, nowMs, effects);
  }

  /**
   * @param {TargetQueue} target
   * @param {number} throughSeq
   * @param {number} nowMs
   * @param {SendEffects} effects
   */
  #direct(target, throughSeq, nowMs, effects) {
    const batch = [];
    const sent = new Map();
    let request = null;
    let bytes = ENTRIES_OVERHEAD;
    const most = Math.min(Limits.CHANNEL_BATCH_BYTES, target.detour.channelBytes);
    while (batch.length < Limits.FRAME_ENTRIES) {
      const item = target.nextWaiting(throughSeq);
      if (item === null || !this.#fitsDirect(target, item)) {
        break;
      }
      const entry = item.out.entry;
      if (entry === null) {
        request = this.#request(target, item, throughSeq);
        break;
      }
      bytes += item.channelBytes();
      if (batch.length > 0 && bytes > most) {
        break;
      }
      const { seq, id, hlc, body } = entry;
      batch.push({ seq, id, hlc, body, after: target.afterOf(item), part: item.part });
      target.fly(item, 'sent');
      markSent(target, item, sent);
    }
    if (batch.length > 0) {
      effects.add({ effect: 'send-direct', target: target.device, generation: target.generation, entries: batch });
    }
    tell(request, sent, effects);
    target.armResend(nowMs);
  }

  /**
   * The first that the target lacks always fits: it may wait for nothing else.
   *
   * @param {TargetQueue} target
   * @param {TargetItem} item
   */
  #fitsDirect(target, item) {
    return (
      target.inFlightEntries === 0 ||
      item.seq === target.items.firstKey() ||
      (target.inFlightEntries < this.#limits.directEntries &&
        target.inFlightBytes + item.out.bodyBytes <= this.#limits.directBytes)
    );
  }

  /**
   * @param {Map<string, TargetQueue>} targets
   * @param {number} throughSeq
   * @param {number} nowMs
   * @param {SendEffects} effects
   */
  #relay(targets, throughSeq, nowMs, effects) {
    const batch = [];
    const sent = new Map();
    let request = null;
    let bytes = 0;
    while (batch.length < Limits.FRAME_ENTRIES) {
      const due = dueAtLowest(targets, throughSeq);
      if (due.length === 0) {
        break;
      }
      const first = toPost(due[0], throughSeq);
      const entry = first.out.entry;
      if (entry === null) {
        request = this.#request(due[0], first, throughSeq);
        break;
      }
      bytes += entryBytes(first.out.bodyBytes);
      for (const target of due) {
        bytes += ADDRESS_OVERHEAD + partBytes(toPost(target, throughSeq).part);
      }
      if ((batch.length > 0 && bytes > POST_BYTES) || !this.#outbox.post(first.out)) {
        break;
      }
      batch.push(this.#posted(entry, due, throughSeq, nowMs, sent));
    }
    if (batch.length > 0) {
      effects.add({ effect: 'post', entries: batch });
    }
    tell(request, sent, effects);
  }

  /**
   * @param {Entry} entry
   * @param {TargetQueue[]} due
   * @param {number} throughSeq
   * @param {number} nowMs
   * @param {Map<string, RangeSet>} sent
   * @returns {import('../wire/types.js').PostedEntry}
   */
  #posted(entry, due, throughSeq, nowMs, sent) {
    const to = [];
    for (const target of due) {
      const item = toPost(target, throughSeq);
      to.push({ target: target.device, after: target.afterOf(item), part: item.part });
      this.#outbox.posted(item);
      target.posted(item, nowMs);
      markSent(target, item, sent);
    }
    const { seq, id, hlc, body } = entry;
    return { seq, id, hlc, body, to };
  }

  /**
   * Asks for the bytes of `first` and those that wait after it, unless that was done.
   *
   * @param {TargetQueue} target
   * @param {TargetItem} first
   * @param {number} throughSeq
   * @returns {SendEffect | null}
   */
  #request(target, first, throughSeq) {
    const wanted = new RangeSet();
    let count = 0;
    if (first.out.requested) {
      return null;
    }
    const items = target.items;
    for (let i = items.indexFrom(first.seq); i < items.size(); i++) {
      const item = items.at(i);
      if (count === this.#limits.transcriptEntries || item.seq > throughSeq) {
        break;
      }
      if ((item === first || item.flight === 'waiting') && item.out.entry === null && !item.out.requested) {
        item.out.requested = true;
        wanted.add(item.seq);
        count++;
      }
    }
    return { effect: 'need-from-transcript', seqs: wanted.toList() };
  }
}

/**
 * The targets reached by the relay, alone or too, whose next entry is the lowest of all.
 *
 * @param {Map<string, TargetQueue>} targets
 * @param {number} throughSeq
 */
function dueAtLowest(targets, throughSeq) {
  /** @type {TargetQueue[]} */
  const due = [];
  let lowest = Infinity;
  for (const target of targets.values()) {
    if (target.takingBack > 0 || target.retryAtMs !== NEVER) {
      continue;
    }
    const item = target.nextToPost(throughSeq);
    if (item !== null && item.seq <= lowest) {
      if (item.seq < lowest) {
        due.length = 0;
        lowest = item.seq;
      }
      due.push(target);
    }
  }
  return due;
}

/**
 * @param {TargetQueue} target
 * @param {number} throughSeq
 */
function toPost(target, throughSeq) {
  const item = target.nextToPost(throughSeq);
  check(item !== null, `nothing waits for ${target.device}`);
  return item;
}

/**
 * @param {TargetQueue} target
 * @param {TargetItem} item
 * @param {Map<string, RangeSet>} sent
 */
function markSent(target, item, sent) {
  if (item.status === 'queued') {
    item.status = 'sent';
    let seqs = sent.get(target.device);
    if (seqs === undefined) {
      seqs = new RangeSet();
      sent.set(target.device, seqs);
    }
    seqs.add(item.seq);
  }
}

/**
 * What follows a frame: a request for bytes, then one status effect per target instead of one per entry.
 *
 * @param {SendEffect | null} request
 * @param {Map<string, RangeSet>} sent
 * @param {SendEffects} effects
 */
function tell(request, sent, effects) {
  if (request !== null) {
    effects.add(request);
  }
  for (const [target, seqs] of sent) {
    effects.add({ effect: 'status-changed', target, seqs: seqs.toList(), status: 'sent' });
  }
}

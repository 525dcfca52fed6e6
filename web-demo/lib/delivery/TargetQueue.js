import { check } from '../wire/check.js';
import { Backoff } from './Backoff.js';
import { Binding } from './Binding.js';
import { NO_MARK } from '../wire/Marks.js';
import { Detour } from './Detour.js';
import { RangeSet } from './RangeSet.js';
import { SeqMap } from './SeqMap.js';

/** @typedef {import('./TargetItem.js').TargetItem} TargetItem */

export const NEVER = Infinity;

/**
 * What one target device still lacks, and what of it is on its way. Owned by one `Sender`.
 *
 * The `after` of an entry is computed when it is sent: the entry before it that this target still lacks or, when it
 * lacks none before, what it has acked. So a refused entry leaves no hole.
 */
export class TargetQueue {
  /** @type {SeqMap<TargetItem>} */
  items = new SeqMap();

  /** @type {import('./Path.js').Path} */
  path = 'none';
  generation = 0;
  writable = true;

  /** Last seq addressed to the target. */
  lastSeq = 0;

  /** The target's cursor as last acked. */
  deliveredThrough = 0;

  /** The mark that goes with it (DLV-20). */
  deliveredMark = NO_MARK;

  /** The highest cursor that it has ever acked; more than `deliveredThrough` once it went back. */
  mostDelivered = 0;

  /** The mark that went with it. */
  mostMark = NO_MARK;

  /**
   * What a target that went back lacks and has not been read yet; null for nothing (DLV-23).
   *
   * @type {import('../wire/types.js').Range | null}
   */
  missing = null;

  /** Whether some of that is being read. */
  reading = false;

  /**
   * What it said when it had gone back, until the first of that is read.
   *
   * @type {import('../wire/types.js').StreamPosition | null}
   */
  wentBackTo = null;

  /** Since when it seems to have gone back; `NEVER` for not at all. */
  seemsBackSinceMs = NEVER;

  binding = new Binding(this);

  /** Nothing above was ever put on a path to the target. */
  sentThrough = 0;

  /** When rows with a broken chain were last cancelled: the generation, -1 for never. */
  cancelGeneration = -1;

  /** Rows to cancel once it is on disk that they are no longer in custody; 0 for none. */
  cancelThrough = 0;

  /** Up to here `stored` was said before the rows were cancelled; 0 for nowhere. */
  staleThrough = 0;

  /** The cancel whose answer shows that they are: `NEVER` before it is out. */
  staleUntilRef = NEVER;

  /** Writes under way that end custody; until then nothing is posted, or a cancel would undo it. */
  takingBack = 0;

  held = new RangeSet();
  resendAtMs = NEVER;
  retryAtMs = NEVER;
  inFlightEntries = 0;
  inFlightBytes = 0;
  /** What goes by the server beside a channel. */
  detour = new Detour(this);

  #parked = 0;
  #scanFrom = 1;

  /**
   * @param {string} device
   * @param {import('./SenderLimits.js').SenderLimits} limits
   * @param {number} firstSeq the first seq addressed to the device since it became a target
   * @param {import('./Unread.js').Unread} unread outlives a time in which the device is no target
   */
  constructor(device, limits, firstSeq, unread) {
    this.device = device;
    this.firstSeq = firstSeq;
    this.unread = unread;
    this.resend = new Backoff(limits.resendMinMs, limits.resendMaxMs);
    this.retry = new Backoff(limits.retryMinMs, limits.retryMaxMs);
  }

  /**
   * Takes over what the row on disk says.
   *
   * @param {number} lastSeq
   * @param {number} deliveredThrough
   * @param {bigint} deliveredMark
   * @param {number} readThrough
   * @param {import('../wire/types.js').Range[]} refused
   */
  restore(lastSeq, deliveredThrough, deliveredMark, readThrough, refused) {
    this.lastSeq = lastSeq;
    this.deliveredThrough = deliveredThrough;
    this.deliveredMark = deliveredMark;
    this.mostDelivered = deliveredThrough;
    this.mostMark = deliveredMark;
    this.unread.restore(this.firstSeq, deliveredThrough, readThrough, refused);
  }

  /** Its cursor and mark; undefined while it has less than it had once. */
  toKeep() {
    const { deliveredThrough: cursor, deliveredMark: mark, mostDelivered } = this;
    return cursor < mostDelivered ? undefined : { cursor, mark };
  }

  /** @param {TargetItem} item */
  add(item) {
    check(item.flight !== 'sent', `added in flight: ${item.seq}`);
    this.items.set(item.seq, item);
    this.lastSeq = Math.max(this.lastSeq, item.seq);
    if (item.flight === 'waiting' && this.detour.needs(item)) {
      item.flight = 'parked';
      this.detour.lookFrom(item.seq);
    }
    if (item.flight === 'waiting') {
      this.#scanFrom = Math.min(this.#scanFrom, item.seq);
    } else {
      this.#parked++;
    }
  }

  /**
   * The one place where `flight` changes: counts what is in flight. What the channel cannot carry does not wait for it.
   *
   * @param {TargetItem} item
   * @param {import('./TargetItem.js').Flight} wanted
   */
  fly(item, wanted) {
    const to = wanted === 'waiting' && this.detour.needs(item) ? 'parked' : wanted;
    if (wanted === 'waiting') {
      this.detour.lookFrom(item.seq);
    }
    if (item.flight === 'sent') {
      this.inFlightEntries--;
      this.inFlightBytes -= item.out.bodyBytes;
    } else if (item.flight === 'parked') {
      this.#parked--;
    }
    item.flight = to;
    if (to === 'sent') {
      this.inFlightEntries++;
      this.inFlightBytes += item.out.bodyBytes;
      this.sentThrough = Math.max(this.sentThrough, item.seq);
    } else if (to === 'waiting') {
      this.#scanFrom = Math.min(this.#scanFrom, item.seq);
    } else {
      this.#parked++;
    }
  }

  /** @param {TargetItem} item */
  remove(item) {
    this.fly(item, 'parked');
    this.#parked--;
    this.items.delete(item.seq);
  }

  /** Nothing goes before what a target that went back lacks: it would take that for skipped. @param {number} throughSeq */
  through(throughSeq) {
    return this.missing === null ? throughSeq : Math.min(throughSeq, this.missing[0] - 1);
  }

  /**
   * The first entry to send now, at most `throughSeq`; null when there is none.
   *
   * @param {number} throughSeq
   * @returns {TargetItem | null}
   */
  nextWaiting(throughSeq) {
    const items = this.items;
    const most = this.through(throughSeq);
    for (let i = items.indexFrom(this.#scanFrom); i < items.size(); i++) {
      const item = items.at(i);
      if (item.seq > most) {
        break;
      }
      if (item.flight === 'waiting') {
        this.#scanFrom = item.seq;
        return item;
      }
      this.#scanFrom = item.seq + 1;
    }
    return null;
  }

  /** The first entry to post now, at most `throughSeq`; null when there is none. @param {number} throughSeq */
  nextToPost(throughSeq) {
    if (this.path === 'relay') {
      return this.writable ? this.nextWaiting(throughSeq) : null;
    }
    return this.detour.next(throughSeq);
  }

  /**
   * It is posted to the server: on a channel it may be sent over that as well.
   *
   * @param {TargetItem} item @param {number} nowMs
   */
  posted(item, nowMs) {
    if (this.path === 'relay' || this.detour.needs(item)) {
      this.fly(item, 'sent');
    }
    this.sentThrough = Math.max(this.sentThrough, item.seq);
    this.armResend(nowMs);
  }

  /** The server has it no longer: it is posted again, where that is the way. @param {TargetItem} item */
  postAgain(item) {
    if (this.path === 'relay' || this.detour.needs(item)) {
      this.fly(item, 'waiting');
    }
    this.detour.lookFrom(item.seq);
  }

  /** Whether the server can be asked to take entries for the target now. */
  reachesServer() {
    return this.path === 'relay' || this.detour.open();
  }

  /** The server has it: on the relay that is enough, and where the channel cannot carry it. @param {TargetItem} item */
  stored(item) {
    if (this.path !== 'direct' || this.detour.needs(item)) {
      this.fly(item, 'parked');
    }
  }

  /**
   * What `after` must say when `item` is sent now.
   *
   * @param {TargetItem} item
   */
  afterOf(item) {
    const before = this.items.lowerKey(item.seq);
    return before !== 0 ? before : this.deliveredThrough;
  }

  /** The highest entry whose row at the server, if there is one, has a broken chain; 0 for none. */
  brokenThrough() {
    let through = 0;
    let before = this.deliveredThrough;
    for (let i = 0; i < this.items.size(); i++) {
      const item = this.items.at(i);
      if (item.afterSeq > before) {
        through = item.seq;
      }
      before = item.seq;
    }
    return through;
  }

  /**
   * Makes everything that the path needs wait to be sent, from the start. The relay needs what the server has not
   * stored; a direct path all that the peer lacks, since it never waits for the server, and the peer has said what it
   * has before the path could begin (PTH-2).
   */
  startPath() {
    if (this.path !== 'direct') {
      this.held = new RangeSet();
    }
    for (let i = 0; i < this.items.size(); i++) {
      const item = this.items.at(i);
      this.fly(item, item.custody === 'stored' ? 'parked' : 'waiting');
      if (item.custody === 'posted' && this.detour.needs(item)) {
        this.fly(item, 'sent');
      }
    }
    this.fillHoles();
    this.resend.reset();
    this.retry.reset();
    this.resendAtMs = NEVER;
    this.retryAtMs = NEVER;
  }

  /**
   * Makes what the server stored but the peer lacks wait to be sent directly. Again with each ack: what the peer holds
   * is not kept for sure, its hold buffer is bounded.
   */
  fillHoles() {
    this.detour.lookAgain();
    if (this.#parked === 0 || this.path !== 'direct') {
      return;
    }
    for (let i = 0; i < this.items.size(); i++) {
      const item = this.items.at(i);
      if (item.flight === 'parked' && this.lacks(item) && !this.detour.needs(item)) {
        this.fly(item, 'waiting');
      }
    }
  }

  /**
   * Whether an entry in flight is to be sent again when no ack came.
   *
   * @param {TargetItem} item
   */
  lacking(item) {
    return item.flight === 'sent' && this.lacks(item);
  }

  /**
   * Whether the target says that it has not even a held copy. The first is lacked in any case: were it held with an
   * `after` that fits, it would have been handed over.
   *
   * @param {TargetItem} item
   */
  lacks(item) {
    return !this.held.contains(item.seq) || this.items.firstKey() === item.seq;
  }

  /** @param {number} nowMs */
  armResend(nowMs) {
    if (this.inFlightEntries === 0) {
      this.resendAtMs = NEVER;
    } else if (this.resendAtMs === NEVER) {
      this.resendAtMs = nowMs + this.resend.peekMs();
    }
  }

  /** @param {number} nowMs */
  progress(nowMs) {
    this.resend.reset();
    this.retry.reset();
    this.resendAtMs = NEVER;
    this.armResend(nowMs);
  }

  toString() {
    const first = this.items.at(0);
    return (
      `${this.device} lacks ${this.items.size()} from ${first.seq} (${first.status}, ${first.custody}, ` +
      `${first.flight}) on ${this.path}, delivered ${this.deliveredThrough}`
    );
  }
}

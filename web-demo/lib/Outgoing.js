/** @typedef {'queued' | 'sent' | 'stored' | 'delivered' | 'read' | 'refused'} Status */

/** @type {readonly Status[]} what a message goes through, forward only (I4) */
const ORDER = ['queued', 'sent', 'stored', 'delivered', 'read', 'refused'];

/** Whether a status says more than another. @param {Status} one @param {Status} other */
const isFurther = (one, other) => ORDER.indexOf(one) > ORDER.indexOf(other);

/** Whether the device has it. @param {Status} status */
const has = (status) => status === 'delivered' || status === 'read';

/**
 * The status for one device after news: it moves forward only (I4), and a refusal is final (DLV-25).
 *
 * @param {Status | undefined} before
 * @param {Status} news
 * @returns {Status}
 */
export function forwardStatus(before, news) {
  if (before === undefined) {
    return news;
  }
  if (news === 'refused') {
    return has(before) ? before : news;
  }
  return isFurther(news, before) ? news : before;
}

/**
 * The status of a message (DLV-5): the least of the devices that count and that it can still reach, or has reached;
 * `refused` when there is none. Who has read it on one device has read it. Where all who count have
 * come later than the message, those who were to get it do.
 *
 * @param {Record<string, Status>} statuses by target device
 * @param {Record<string, string>} counted account by device
 * @returns {Status}
 */
export function leastStatus(statuses, counted) {
  const targets = Object.keys(statuses);
  const today = targets.filter((device) => device in counted);
  const were = today.length > 0 || Object.keys(counted).length === 0 ? today : targets;
  const accountOf = (/** @type {string} */ device) => counted[device] ?? device;
  const readers = new Set(today.filter((device) => statuses[device] === 'read').map(accountOf));
  return were
    .map((device) => (readers.has(accountOf(device)) ? 'read' : statuses[device]))
    .reduce((least, status) => (isFurther(least, status) ? status : least), /** @type {Status} */ ('refused'));
}

/** What becomes of one message. A handle that {@link Peer.send} gives is in the outbox: it is not lost. */
export class Outgoing {
  /** Own stream; {@link Peer.send} gives a handle that has one. @type {import('./wire/StreamId.js').StreamId} */
  stream = { conv: '', device: '', epoch: '' };
  /** Its number in the stream. */
  seq = 0;
  /** Its place in the order of the conversation (CLK-4). */
  hlc = 0n;
  /** @type {Record<string, Status>} per target device */
  statuses = {};
  /** @type {Record<string, string>} targets that will not get it, and why */
  refusals = {};
  /** @type {{atLeast: Status, done: (outgoing: Outgoing) => void, failed: (failure: Error) => void}[]} */
  #waiters = [];
  /** @type {Record<string, string>} account by device */
  #counted = {};

  /** @param {string} id of the message */
  constructor(id) {
    this.id = id;
  }

  /** It is durable. @param {import('./Device.js').Sent} sent */
  place({ stream, seq, hlc, targets, counted, statuses }) {
    this.stream = stream;
    this.seq = seq;
    this.hlc = hlc;
    this.#counted = counted;
    this.statuses = statuses ?? Object.fromEntries(targets.map((target) => [target, 'queued']));
  }

  /** @returns {Status} of the message: the least of the devices that count */
  status() {
    return leastStatus(this.statuses, this.#counted);
  }

  /**
   * Settles when {@link status} is at least that; fails when nobody will get it.
   *
   * @param {'sent' | 'stored' | 'delivered' | 'read'} atLeast
   * @returns {Promise<Outgoing>}
   */
  when(atLeast) {
    return new Promise((done, failed) => {
      this.#waiters.push({ atLeast, done, failed });
      this.#settle();
    });
  }

  /**
   * A target has come further.
   *
   * @param {string} device
   * @param {Status} status
   * @param {string} [code] why it was refused
   */
  advance(device, status, code) {
    const before = this.statuses[device];
    const after = before && forwardStatus(before, status);
    if (after === undefined || after === before) {
      return;
    }
    this.statuses[device] = after;
    if (code !== undefined) {
      this.refusals[device] = code;
    }
    this.#settle();
  }

  /**
   * Others stand for a target, and have not got it yet.
   *
   * @param {string} target
   * @param {string[]} by
   */
  replace(target, by) {
    if (!(target in this.statuses)) {
      return;
    }
    const { [target]: _, ...statuses } = this.statuses;
    const { [target]: account, ...counted } = this.#counted;
    this.statuses = {
      ...Object.fromEntries(by.map((device) => [device, /** @type {Status} */ ('sent')])),
      ...statuses,
    };
    this.#counted =
      account === undefined ? counted : { ...counted, ...Object.fromEntries(by.map((d) => [d, account])) };
    this.#settle();
  }

  /** Whether somebody waits for a status. */
  awaited() {
    return this.#waiters.length > 0;
  }

  /** Takes over what the disk says of it. @param {import('./History.js').TranscriptEntry} entry */
  catchUp({ statuses = {}, refusals = {} }) {
    for (const [device, status] of Object.entries(statuses)) {
      this.advance(device, status, refusals[device]);
    }
  }

  #settle() {
    const status = this.status();
    const nobody = status === 'refused';
    const settled = this.#waiters.filter(({ atLeast }) => nobody || !isFurther(atLeast, status));
    this.#waiters = this.#waiters.filter((waiter) => !settled.includes(waiter));
    for (const { done, failed } of settled) {
      if (nobody) {
        failed(new Error('no device takes this message: ' + [...new Set(Object.values(this.refusals))].join(', ')));
      } else {
        done(this);
      }
    }
  }
}

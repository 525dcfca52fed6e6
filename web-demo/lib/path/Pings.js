/** How much one round trip counts against those before (RFC 6298 §2.3 takes the same). */
const SMOOTH = 8;

/** The pings of one channel that are not answered yet, and how long answers take. */
export class Pings {
  /** Round trip of the last ping that was answered, -1 for none. */
  roundTripMs = -1;

  /** The usual round trip on this channel, -1 for unknown. */
  tripMs = -1;

  /** @type {{n: number, atMs: number}[]} */
  #sent = [];
  #next = 1;
  #lastAtMs = 0;
  #dueAtMs = Infinity;

  /** Another channel, or one that has to prove itself anew. */
  begin() {
    this.#sent = [];
    this.tripMs = -1;
    this.#dueAtMs = Infinity;
  }

  /** One goes out; returns its number. @param {number} nowMs @param {number} intervalMs to the next one */
  ask(nowMs, intervalMs) {
    this.#sent.push({ n: this.#next, atMs: nowMs });
    this.#lastAtMs = nowMs;
    this.#dueAtMs = nowMs + intervalMs;
    return this.#next++;
  }

  /** The next one follows the last one sooner, unless an answer is waited for. @param {number} intervalMs */
  hurry(intervalMs) {
    if (this.#sent.length === 0) {
      this.#dueAtMs = Math.min(this.#dueAtMs, this.#lastAtMs + intervalMs);
    }
  }

  /** Takes a pong; false when it answers nothing. @param {number} n @param {number} nowMs */
  answered(n, nowMs) {
    const at = this.#sent.findIndex((ping) => ping.n === n);
    if (at < 0) {
      return false;
    }
    this.roundTripMs = Math.max(0, nowMs - this.#sent[at].atMs);
    this.tripMs =
      this.tripMs < 0 ? this.roundTripMs : this.tripMs + Math.trunc((this.roundTripMs - this.tripMs) / SMOOTH);
    this.#sent.splice(0, at + 1);
    return true;
  }

  /** When the oldest that is not answered was sent, `Infinity` for none. */
  oldestAtMs() {
    return this.#sent[0]?.atMs ?? Infinity;
  }

  /** When the next one is due. */
  dueAtMs() {
    return this.#dueAtMs;
  }
}

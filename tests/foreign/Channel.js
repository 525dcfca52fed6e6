const PING_MS = 500;
const BUSY_PING_MS = 100;
const LATE_MS = 300;
const DEAD_MS = 16_000;

/**
 * Pings over one data channel, and what their answers say of it (PTH-2, PTH-3). Its state is `unproven` until the first
 * pong, then `good`, `late` or `dead`; a dead one may become good again.
 */
export class Channel {
  state = 'unproven';
  #raw;
  #events;
  #n = 0;
  /** @type {Map<number, number>} when pings went out that nothing has answered */
  #open = new Map();
  #lastPingMs = -Infinity;
  #busy = false;
  #deadSince = 0;
  #quietUntilMs = 0;
  #waiting = [];

  constructor(raw, events) {
    this.#raw = raw;
    this.#events = events;
  }

  get carries() {
    return this.state === 'good' || this.state === 'late';
  }

  send(frame) {
    this.#busy ||= frame.type === 'entries';
    this.#waiting.push(JSON.stringify(frame));
    this.#flush();
  }

  /** Nothing leaves for so long, as when SCTP has to send a lost packet again. */
  stall(ms) {
    this.#quietUntilMs = Date.now() + ms;
  }

  /** To be called often. */
  tick() {
    this.#flush();
    const nowMs = Date.now();
    const waits = this.#open.size > 0;
    const busy = this.#busy && !waits;
    if (nowMs - this.#lastPingMs >= (busy ? BUSY_PING_MS : PING_MS)) {
      this.#busy = false;
      this.#lastPingMs = nowMs;
      this.#open.set(++this.#n, nowMs);
      this.send({ type: 'ping', n: this.#n });
    }
    this.#judge(nowMs);
  }

  handlePong(n) {
    const fresh = this.#open.has(n) && this.#open.get(n) >= this.#deadSince;
    [...this.#open.keys()].filter((one) => one <= n).forEach((one) => this.#open.delete(one));
    if (fresh) {
      this.#become([...this.#open.values()].some((sentMs) => Date.now() - sentMs > LATE_MS) ? 'late' : 'good');
    }
  }

  #judge(nowMs) {
    const waitedMs = nowMs - Math.min(nowMs, ...this.#open.values());
    if (this.state === 'unproven' || this.state === 'dead') {
      return;
    }
    if (waitedMs > DEAD_MS) {
      this.#deadSince = nowMs;
      this.#become('dead');
    } else if (waitedMs > LATE_MS) {
      this.#become('late');
    }
  }

  #become(state) {
    if (this.state !== state) {
      const before = this.state;
      this.state = state;
      this.#events.changed(before, state);
    }
  }

  #flush() {
    while (this.#waiting.length > 0 && Date.now() >= this.#quietUntilMs && this.#raw.readyState === 'open') {
      this.#raw.send(this.#waiting.shift());
    }
  }
}

import { Pings } from './Pings.js';

/** @typedef {import('../delivery/Path.js').Path} Path */
/** @typedef {import('./PathReason.js').PathReason} PathReason */

/** A pong that takes as many round trips is late: one is usual, and clocks and queues are not exact. */
const LATE_TRIPS = 3;

/**
 * Where the channel stands: there is none; open, and its last ping is not answered yet; answers its pings.
 *
 * @typedef {'absent' | 'probing' | 'healthy'} ChannelState
 */

/**
 * Chooses the path to one peer device: relay first, direct once the channel answers a ping, both while an answer is late,
 * and back when none comes (PTH-1 to PTH-3). Lives as long as the peer device is known. A failed upgrade never disturbs the relay.
 */
export class PathSelector {
  /** @type {import('./PathEffect.js').PathEffect[]} */
  #effects = [];
  #relayUp = false;
  /** @type {ChannelState} */
  #channel = 'absent';
  #channelNumber = 0;
  /** @type {Path} */
  #path = 'none';
  /** @type {import('../delivery/Beside.js').Beside} */
  #beside = 'none';
  #pings = new Pings();
  #late = false;
  #doubted = false;
  #limits;
  #generation;

  /**
   * A selector that has no path yet.
   *
   * @param {import('./PathLimits.js').PathLimits} limits
   * @param {number} firstGeneration
   */
  constructor(limits, firstGeneration) {
    this.#limits = limits;
    this.#generation = firstGeneration;
  }

  /** The session with the server is up, whichever came before. @param {number} _nowMs */
  handleRelayUp(_nowMs) {
    this.#relayUp = false;
    this.#tellBeside(); // what was posted in the last session counts no more
    this.#relayUp = true;
    if (this.#channel !== 'healthy') {
      this.#change('relay', 'relay-up');
    }
    this.#tellBeside();
  }

  /** The session with the server is gone. @param {number} _nowMs */
  handleRelayDown(_nowMs) {
    this.#relayUp = false;
    if (this.#path === 'relay') {
      this.#change('none', 'relay-down');
    }
    this.#tellBeside();
  }

  /**
   * A channel is open; it is pinged at once and carries entries after the first pong.
   *
   * @param {number} number of the channel, higher than any before; events of lower ones are ignored
   * @param {number} nowMs
   */
  handleChannelOpen(number, nowMs) {
    if (number <= this.#channelNumber) {
      return;
    }
    this.#channelNumber = number;
    this.#leaveChannel('probing', 'channel-replaced');
    this.#ping(nowMs);
  }

  /**
   * A pong came over channel `number`. The channel keeps order: the pings before are answered, too.
   *
   * @param {number} number
   * @param {number} n
   * @param {number} nowMs
   */
  handlePong(number, n, nowMs) {
    if (number !== this.#channelNumber || this.#channel === 'absent' || !this.#pings.answered(n, nowMs)) {
      return;
    }
    if (nowMs < this.#lateAtMs()) {
      this.#late = false;
      this.#doubted = false;
    }
    if (this.#channel === 'probing') {
      this.#channel = 'healthy';
      this.#change('direct', 'first-pong');
    }
    this.#tellBeside();
  }

  /** Entries go over the channel: it shows that it works, or that it does not, before anybody waits for long. */
  handleUsed() {
    this.#pings.hurry(this.#limits.busyPingMs);
  }

  /** Channel `number` is closed. @param {number} number @param {number} _nowMs */
  handleChannelClosed(number, _nowMs) {
    if (number === this.#channelNumber && this.#channel !== 'absent') {
      this.#leaveChannel('absent', 'channel-closed');
    }
  }

  /** There is reason to doubt that the channel works: it has to answer now. @param {number} nowMs */
  handleDoubt(nowMs) {
    if (this.#channel !== 'absent' && this.#pings.oldestAtMs() === Infinity) {
      this.#ping(nowMs);
    }
  }

  /** Call when {@link deadline} is due. @param {number} nowMs */
  handleTimeout(nowMs) {
    if (this.#channel === 'absent') {
      return;
    }
    const sinceMs = this.#pings.oldestAtMs();
    if (nowMs >= sinceMs + this.#limits.pongDeadlineMs) {
      // Pinged on until it is closed: an ICE restart brings the same channel back without a word.
      this.#leaveChannel('probing', 'pong-missed');
      this.#effects.push({ effect: 'channel-dead', channel: this.#channelNumber, reason: 'pong-missed' });
      this.#ping(nowMs);
      return;
    }
    if (nowMs >= this.#lateAtMs()) {
      this.#late = true;
      this.#tellBeside();
    }
    if (nowMs >= sinceMs + this.#limits.doubtMs && !this.#doubted) {
      this.#doubted = true;
      this.#effects.push({ effect: 'server-doubted' });
    }
    if (nowMs >= this.#pings.dueAtMs()) {
      this.#ping(nowMs);
    }
  }

  /** The next effect, null when there is none. */
  poll() {
    return this.#effects.shift() ?? null;
  }

  /**
   * When {@link handleTimeout} is due, null for never.
   *
   * @returns {import('../delivery/Deadline.js').Deadline | null}
   */
  deadline() {
    if (this.#channel === 'absent') {
      return null;
    }
    const sinceMs = this.#pings.oldestAtMs();
    const deadAtMs = sinceMs + this.#limits.pongDeadlineMs;
    const lateAtMs = Math.min(
      this.#late ? Infinity : this.#lateAtMs(),
      this.#doubted ? Infinity : sinceMs + this.#limits.doubtMs,
    );
    const pingAtMs = this.#pings.dueAtMs();
    if (pingAtMs < Math.min(deadAtMs, lateAtMs)) {
      return { atMs: pingAtMs, reason: 'ping-due' };
    }
    return lateAtMs < deadAtMs ? { atMs: lateAtMs, reason: 'pong-late' } : { atMs: deadAtMs, reason: 'pong-due' };
  }

  /** The path entries take now. */
  path() {
    return this.#path;
  }

  /** The generation of that path. */
  generation() {
    return this.#generation;
  }

  /** What goes by the server beside the channel, while there is one that carries entries. */
  beside() {
    return this.#beside;
  }

  /** Where the channel stands. */
  channel() {
    return this.#channel;
  }

  /** Round trip of the last answered ping, -1 for none. */
  roundTripMs() {
    return this.#pings.roundTripMs;
  }

  /** @param {number} nowMs */
  #ping(nowMs) {
    this.#effects.push({ effect: 'send-ping', n: this.#pings.ask(nowMs, this.#limits.pingIntervalMs) });
  }

  /** When a pong of the channel that carries entries is late; some networks are slow. */
  #lateAtMs() {
    const { lateMs, doubtMs } = this.#limits;
    const afterMs = Math.min(Math.max(LATE_TRIPS * this.#pings.tripMs, lateMs), doubtMs);
    return this.#channel === 'healthy' ? this.#pings.oldestAtMs() + afterMs : Infinity;
  }

  /** @param {ChannelState} to @param {PathReason} reason */
  #leaveChannel(to, reason) {
    this.#channel = to;
    this.#pings.begin();
    this.#late = false;
    this.#doubted = false;
    if (this.#path === 'direct') {
      this.#change(this.#relayUp ? 'relay' : 'none', reason);
    }
  }

  /** @param {Path} to @param {PathReason} reason */
  #change(to, reason) {
    this.#path = to;
    this.#generation++;
    this.#beside = this.#besideNow();
    this.#effects.push({ effect: 'path-changed', path: to, generation: this.#generation, reason });
  }

  #tellBeside() {
    const beside = this.#besideNow();
    if (beside !== this.#beside) {
      this.#beside = beside;
      this.#effects.push({ effect: 'beside-changed', beside });
    }
  }

  /** @returns {import('../delivery/Beside.js').Beside} */
  #besideNow() {
    if (this.#path !== 'direct' || !this.#relayUp) {
      return 'none';
    }
    return this.#late ? 'all' : 'large';
  }
}

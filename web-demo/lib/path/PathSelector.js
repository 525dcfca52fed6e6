/** @typedef {import('../delivery/Path.js').Path} Path */
/** @typedef {import('./PathReason.js').PathReason} PathReason */

/**
 * Where the channel stands: there is none; open, and its last ping is not answered yet; answers its pings.
 *
 * @typedef {'absent' | 'probing' | 'healthy'} ChannelState
 */

/**
 * Chooses the path to one peer device: relay first, direct once the channel answers a ping, back as soon as a ping goes
 * unanswered (PTH-1 to PTH-3). Lives as long as the peer device is known. A failed upgrade never disturbs the relay.
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
  #nextPing = 1;
  #pingSent = 0;
  #pingDueAtMs = Infinity;
  #pongDueAtMs = Infinity;
  #roundTripMs = -1;
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
    this.#relayUp = true;
    if (this.#channel !== 'healthy') {
      this.#change('relay', 'relay-up');
    }
  }

  /** The session with the server is gone. @param {number} _nowMs */
  handleRelayDown(_nowMs) {
    this.#relayUp = false;
    if (this.#path === 'relay') {
      this.#change('none', 'relay-down');
    }
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
    this.#channel = 'probing';
    if (this.#path === 'direct') {
      this.#change(this.#relayUp ? 'relay' : 'none', 'channel-replaced');
    }
    this.#ping(nowMs);
  }

  /**
   * A pong came over channel `number`.
   *
   * @param {number} number
   * @param {number} n
   * @param {number} roundTripMs
   * @param {number} _nowMs
   */
  handlePong(number, n, roundTripMs, _nowMs) {
    if (number !== this.#channelNumber || this.#channel === 'absent' || n !== this.#pingSent) {
      return;
    }
    this.#roundTripMs = roundTripMs;
    this.#pongDueAtMs = Infinity;
    if (this.#channel === 'probing') {
      this.#channel = 'healthy';
      this.#change('direct', 'first-pong');
    }
  }

  /** Channel `number` is closed. @param {number} number @param {number} _nowMs */
  handleChannelClosed(number, _nowMs) {
    if (number === this.#channelNumber && this.#channel !== 'absent') {
      this.#leaveChannel('absent', 'channel-closed');
    }
  }

  /** There is reason to doubt that the channel works: it has to answer now. @param {number} nowMs */
  handleDoubt(nowMs) {
    if (this.#channel !== 'absent' && this.#pongDueAtMs === Infinity) {
      this.#ping(nowMs);
    }
  }

  /** Call when {@link deadline} is due. @param {number} nowMs */
  handleTimeout(nowMs) {
    if (this.#channel === 'absent') {
      return;
    }
    if (this.#pongDueAtMs <= nowMs) {
      // Pinged on until it is closed: an ICE restart brings the same channel back without a word.
      this.#leaveChannel('probing', 'pong-missed');
      this.#effects.push({ effect: 'channel-dead', channel: this.#channelNumber, reason: 'pong-missed' });
      this.#ping(nowMs);
    } else if (this.#pingDueAtMs <= nowMs && this.#pongDueAtMs === Infinity) {
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
    return this.#pongDueAtMs !== Infinity
      ? { atMs: this.#pongDueAtMs, reason: 'pong-due' }
      : { atMs: this.#pingDueAtMs, reason: 'ping-due' };
  }

  /** The path entries take now. */
  path() {
    return this.#path;
  }

  /** The generation of that path. */
  generation() {
    return this.#generation;
  }

  /** Where the channel stands. */
  channel() {
    return this.#channel;
  }

  /** Round trip of the last answered ping, -1 for none. */
  roundTripMs() {
    return this.#roundTripMs;
  }

  /** @param {number} nowMs */
  #ping(nowMs) {
    this.#pingSent = this.#nextPing++;
    this.#pingDueAtMs = nowMs + this.#limits.pingIntervalMs;
    this.#pongDueAtMs = nowMs + this.#limits.pongDeadlineMs;
    this.#effects.push({ effect: 'send-ping', n: this.#pingSent });
  }

  /** @param {ChannelState} to @param {PathReason} reason */
  #leaveChannel(to, reason) {
    this.#channel = to;
    this.#pongDueAtMs = Infinity;
    if (this.#path === 'direct') {
      this.#change(this.#relayUp ? 'relay' : 'none', reason);
    }
  }

  /** @param {Path} to @param {PathReason} reason */
  #change(to, reason) {
    this.#path = to;
    this.#generation++;
    this.#effects.push({ effect: 'path-changed', path: to, generation: this.#generation, reason });
  }
}

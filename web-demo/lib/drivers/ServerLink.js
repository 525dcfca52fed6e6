import { FrameCodec } from '../codec/FrameCodec.js';
import { CloseCode, isCloseCode, reconnect } from '../wire/CloseCode.js';
import { VERSION } from '../wire/version.js';
import { ApiError } from './ApiError.js';
import { Backoff } from './Backoff.js';
import { Heartbeat } from './Heartbeat.js';
import { serverUrl } from './serverUrl.js';
import { TokenRenewal } from './TokenRenewal.js';

/** A server that has not said welcome by then is as good as away. */
const WELCOME_TIMEOUT_MS = 10_000;

/**
 * @typedef {object} LinkListener
 * @property {(welcome: import('../wire/types.js').Welcome) => void} handleLinkUp
 * @property {(frame: import('../wire/types.js').ServerFrame) => void} handleServerFrame
 * @property {(conversation: string, rule: string) => void} handleUnreadable a frame about one conversation was left out (FRM-9)
 * @property {(reason: string, retryInMs: number) => void} handleLinkDown
 * @property {(code: number, reason: string) => void} handleLinkStopped
 *
 * @typedef {'idle' | 'token' | 'opening' | 'up' | 'waiting' | 'stopped' | 'closed'} LinkState not started; fetching an access
 *   token; opening the socket or waiting for welcome; frames flow; waiting for the next attempt; does not come back by
 *   itself; over
 */

/**
 * Keeps one session with the server (section 4): token, hello, pings, and coming back with jittered backoff as the close
 * code allows.
 */
export class ServerLink {
  /** @type {LinkState} */
  #state = 'idle';
  #backoff = new Backoff();
  #attempt = 0;
  #welcome = { serverTimeMs: 0, atMs: 0 };
  #byeRetryMs = 0;
  /** @type {number | undefined} */
  #byeCode;
  /** @type {WebSocket | undefined} */
  #socket;
  #cancelTimer = () => {};
  #url;
  #hello;
  #known;
  #tokens;
  #timers;
  #clock;
  #listener;
  #heartbeat;
  #renewal;

  /**
   * Makes one; {@link start} starts it.
   *
   * @param {object} parts
   * @param {string} parts.server its base URL
   * @param {string} parts.device
   * @param {() => { incarnations: string[], changes: number, latest: number }} parts.known gives what to tell now (SES-11,
   *   SES-14)
   * @param {string} parts.software name and version, for the server's logs
   * @param {import('./AccessTokens.js').AccessTokens} parts.tokens
   * @param {import('./Timers.js').Timers} parts.timers
   * @param {import('./PeerClock.js').PeerClock} parts.clock
   * @param {LinkListener} parts.listener
   */
  constructor({ server, device, known, software, tokens, timers, clock, listener }) {
    this.#url = serverUrl(server).replace(/^http/, 'ws') + '/v1/connect';
    this.#hello = { device, software };
    this.#known = known;
    this.#tokens = tokens;
    this.#timers = timers;
    this.#clock = clock;
    this.#listener = listener;
    this.#heartbeat = new Heartbeat(
      timers,
      clock,
      (frame) => this.send(frame),
      () => this.#abort('the server is silent'),
    );
    this.#renewal = new TokenRenewal(tokens, timers, (token) => this.send({ type: 'token', token }));
  }

  /** Begins; from then on it looks after itself until {@link close}. */
  start() {
    if (this.#state === 'idle') {
      this.#connect();
    }
  }

  /** The server's clock, as far as it is known: times in its HTTP answers count by it. */
  serverTimeMs() {
    return this.#welcome.serverTimeMs === 0
      ? Date.now()
      : this.#welcome.serverTimeMs + this.#clock.nowMs() - this.#welcome.atMs;
  }

  /** The network has changed, or the person is back: an attempt that waits is made now, a session has to answer soon. */
  checkNow() {
    if (this.#state === 'waiting') {
      this.#backoff.reset();
      this.#connect();
    } else {
      this.#heartbeat.handleNetworkChanged();
    }
  }

  /** Something else has died without a word: a session that has not just answered has to, soon. */
  doubt() {
    this.#heartbeat.handleDoubt();
  }

  /**
   * Sends when the session is up, else drops: the core sends it anew when it begins anew.
   *
   * @param {import('../wire/types.js').ClientFrame} frame
   */
  send(frame) {
    if (this.#state === 'up') {
      this.#write(frame);
    }
  }

  /**
   * The session is as good as dead, since its network is gone, or of no use, since the clock was set: another one begins
   * now. So is one that is being opened.
   *
   * @param {string} reason
   */
  renew(reason) {
    if (this.#state === 'up' || this.#state === 'opening') {
      this.#abort(reason);
    }
    this.checkNow();
  }

  /** Begins anew after it was stopped; else as {@link checkNow}. */
  restart() {
    if (this.#state === 'stopped') {
      this.#tokens.invalidate();
      this.#backoff.reset();
      this.#connect();
    } else {
      this.checkNow();
    }
  }

  /** Ends the session for good. @param {string} reason */
  close(reason) {
    this.#state = 'closed';
    this.#heartbeat.handleDown();
    this.#cancelTimers();
    this.#drop(1000, reason);
  }

  #connect() {
    const attempt = ++this.#attempt;
    this.#byeCode = undefined;
    this.#byeRetryMs = 0;
    this.#state = 'token';
    this.#cancelTimers();
    this.#tokens.access().then(
      (token) => this.#of(attempt, 'token', () => this.#open(attempt, token)),
      (failure) => this.#of(attempt, 'token', () => this.#noToken(failure)),
    );
  }

  /** Leaves out what comes too late. @param {number} attempt @param {LinkState} state @param {() => void} then */
  #of(attempt, state, then) {
    if (attempt === this.#attempt && this.#state === state) {
      then();
    }
  }

  /** @param {unknown} failure */
  #noToken(failure) {
    if (failure instanceof ApiError && failure.isSignedOut) {
      this.#stop(CloseCode.BAD_TOKEN, 'sign in again: ' + failure.message);
    } else {
      this.#retry(failure instanceof Error ? failure.message : String(failure), 0);
    }
  }

  /** @param {number} attempt @param {string} token */
  #open(attempt, token) {
    this.#state = 'opening';
    const socket = new WebSocket(this.#url, 'plait.v1');
    this.#socket = socket;
    const mine = (/** @type {() => void} */ then) => {
      if (attempt === this.#attempt && this.#socket === socket) {
        then();
      }
    };
    socket.onopen = () => mine(() => this.#sayHello(token));
    socket.onmessage = ({ data }) => mine(() => this.#take(data));
    socket.onclose = ({ code, reason }) => mine(() => this.#down(code, reason || `connection lost (${code})`));
    this.#armTimer(WELCOME_TIMEOUT_MS, () => this.#abort('no welcome within 10 s'));
  }

  /** @param {string} token */
  #sayHello(token) {
    this.#heartbeat.handleHello();
    this.#write({ type: 'hello', version: VERSION, token, ...this.#hello, ...this.#known() });
  }

  /** @param {import('../wire/types.js').ClientFrame} frame */
  #write(frame) {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(FrameCodec.encode(frame));
    }
  }

  /** @param {unknown} data */
  #take(data) {
    this.#heartbeat.handleHeard();
    if (typeof data !== 'string') {
      this.#abort('the server sent a binary message');
      return;
    }
    const decoded = FrameCodec.decode(data, 'server');
    if (decoded.ok) {
      this.#handle(/** @type {import('../wire/types.js').ServerFrame} */ (decoded.frame));
    } else if (decoded.about !== undefined && this.#state === 'up') {
      this.#listener.handleUnreadable(decoded.about, decoded.message);
    } else {
      this.#abort('the server sent a bad frame: ' + decoded.message);
    }
  }

  /** @param {import('../wire/types.js').ServerFrame} frame */
  #handle(frame) {
    if ((this.#state === 'up') === (frame.type === 'welcome')) {
      if (frame.type !== 'bye') {
        this.#abort(frame.type === 'welcome' ? 'a second welcome' : 'the server does not begin with welcome');
        return;
      }
    }
    switch (frame.type) {
      case 'welcome':
        this.#welcomed(frame);
        break;
      case 'ping':
        this.send({ type: 'pong', n: frame.n, timeMs: Date.now() });
        break;
      case 'pong':
        this.#heartbeat.handlePong(frame.n);
        break;
      case 'bye':
        this.#byeCode = frame.code;
        this.#byeRetryMs = frame.retryAfterMs;
        break;
      case 'token-accepted':
        this.#tokenTaken(frame.expiresAtMs);
        break;
      case 'live':
        this.#backoff.reset();
        this.#listener.handleServerFrame(frame);
        break;
      default:
        this.#listener.handleServerFrame(frame);
    }
  }

  /** @param {import('../wire/types.js').Welcome} welcome */
  #welcomed(welcome) {
    this.#state = 'up';
    this.#cancelTimer();
    this.#heartbeat.handleUp(welcome.pingIntervalMs);
    this.#welcome = { serverTimeMs: welcome.serverTimeMs, atMs: this.#clock.nowMs() };
    this.#tokenTaken(welcome.tokenExpiresAtMs);
    this.#listener.handleLinkUp(welcome);
  }

  /** By the server's clock: this machine's may be wrong, or set at any time. @param {number} expiresAtMs */
  #tokenTaken(expiresAtMs) {
    this.#renewal.tokenTaken(expiresAtMs - this.serverTimeMs());
  }

  /** @param {string} reason */
  #abort(reason) {
    this.#drop(3000, 'a broken session');
    this.#down(1006, reason);
  }

  /** The socket is told, and nothing that it still says is heard. @param {number} code @param {string} reason */
  #drop(code, reason) {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close(code, reason);
  }

  /** @param {number} code @param {string} reason */
  #down(code, reason) {
    this.#socket = undefined;
    this.#heartbeat.handleDown();
    const known = this.#byeCode ?? code;
    if (isCloseCode(known) && !reconnect(known)) {
      this.#stop(known, reason);
      return;
    }
    if (known === CloseCode.BAD_TOKEN || known === CloseCode.TOKEN_EXPIRED) {
      this.#tokens.invalidate();
    }
    this.#retry(reason, this.#byeRetryMs);
  }

  /** @param {string} reason @param {number} floorMs */
  #retry(reason, floorMs) {
    const delayMs = this.#backoff.nextMs(floorMs);
    this.#cancelTimers();
    this.#state = 'waiting';
    this.#armTimer(delayMs, () => this.#connect());
    this.#listener.handleLinkDown(reason, delayMs);
  }

  /** @param {number} code @param {string} reason */
  #stop(code, reason) {
    this.#cancelTimers();
    this.#state = 'stopped';
    this.#listener.handleLinkStopped(code, reason);
  }

  /** @param {number} delayMs @param {() => void} then */
  #armTimer(delayMs, then) {
    this.#cancelTimer();
    this.#cancelTimer = this.#timers.after(delayMs, then);
  }

  #cancelTimers() {
    this.#cancelTimer();
    this.#renewal.cancel();
  }
}

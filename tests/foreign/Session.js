import { randomBytes } from 'node:crypto';
import WebSocket from 'ws';

const AGAIN_MS = 300;

/** The WebSocket to the server (section 4); another one when it ends. */
export class Session {
  #account;
  #url;
  #events;
  #socket;
  #pinging;
  #incarnation = String(randomBytes(8).readBigUInt64BE());
  /** Difference of the server's clock to this one's. */
  #aheadMs = 0;
  welcome;

  constructor(server, account, events) {
    this.#account = account;
    this.#events = events;
    this.#url = new URL('/v1/connect', server);
    this.#url.protocol = this.#url.protocol === 'https:' ? 'wss:' : 'ws:';
  }

  start() {
    const socket = new WebSocket(this.#url, 'plait.v1');
    this.#socket = socket;
    socket.on('open', () =>
      this.send({
        type: 'hello',
        version: 3,
        device: this.#account.device,
        token: this.#account.token,
        incarnations: [this.#incarnation],
        software: 'foreign',
      }),
    );
    socket.on('message', (text) => this.#handle(JSON.parse(text)));
    socket.on('error', () => {});
    socket.on('close', (code) => {
      this.welcome = undefined;
      clearInterval(this.#pinging);
      this.#events.down(code);
      if (code < 4200 && socket === this.#socket) {
        setTimeout(() => this.start(), AGAIN_MS);
      }
    });
  }

  nowMs() {
    return Date.now() + this.#aheadMs;
  }

  send(frame) {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(frame));
    }
  }

  stop() {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  #handle(frame) {
    switch (frame.type) {
      case 'welcome': {
        this.welcome = frame;
        this.#aheadMs = frame.serverTimeMs - Date.now();
        const everyMs = Math.min(Math.max(frame.pingIntervalMs, 1_000), 20_000);
        let n = 0;
        this.#pinging = setInterval(() => this.send({ type: 'ping', n: n++ }), everyMs);
        this.#events.up();
        break;
      }
      case 'ping':
        this.send({ type: 'pong', n: frame.n, timeMs: this.nowMs() });
        break;
      case 'pong':
      case 'bye':
        break;
      default:
        this.#events.frame(frame);
    }
  }
}

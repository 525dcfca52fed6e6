import { Account } from './Account.js';
import { Channel } from './Channel.js';
import { Inbox } from './Inbox.js';
import { Negotiation } from './Negotiation.js';
import { Outbox } from './Outbox.js';
import { Session } from './Session.js';
import { ufragOf } from './Connection.js';

const TICK_MS = 20;
const RESEND_MS = 3_000;
const FIN_MS = 500;

/** A device with one direct conversation: it keeps everything in memory and tells what happens as events. */
export class Device {
  #options;
  #tell;
  #account;
  #session;
  #conv = '';
  #roster;
  #remote = '';
  #inboxes = new Map();
  #outbox;
  #negotiation;
  #channel;
  #finished = false;
  #finAcked = () => {};
  #stuckSinceMs = Date.now();
  #ticking;
  #stallMs = 0;

  /** @param {{server: string, maxMessageSize?: number}} options */
  constructor(account, options, tell) {
    this.#account = account;
    this.#options = options;
    this.#tell = tell;
  }

  /**
   * Signs up, with one account after another until its device stands as wanted to another one: the lower is polite (SIG-3).
   *
   * @param {{server: string, handle: string, password: string, than: string, above: boolean}} options
   */
  static async signUp({ server, handle, password, than, above, ...options }, tell) {
    for (let i = 0; ; i++) {
      const account = new Account(server);
      await account.signUp(`${handle}-${i}`, password);
      if (account.device > than === above) {
        tell({ event: 'signed-up', handle: `${handle}-${i}`, device: account.device });
        return new Device(account, { server, ...options }, tell);
      }
    }
  }

  start() {
    const { server } = this.#options;
    this.#session = new Session(server, this.#account, {
      up: () => this.#sessionUp(),
      down: (code) => this.#tell({ event: 'session-down', code }),
      frame: (frame) => this.#handleServerFrame(frame),
    });
    this.#session.start();
    this.#ticking = setInterval(() => this.#tick(), TICK_MS);
  }

  async openDirect(handle) {
    this.#conv = await this.#account.openDirect(handle);
    this.#tell({ event: 'opened', conv: this.#conv });
    this.#look();
  }

  async accept(conv) {
    this.#conv = conv;
    await this.#account.accept(conv);
    this.#look();
  }

  say(prefix, from, count, padding = 0) {
    for (let i = from; i < from + count; i++) {
      this.#outbox.add({ kind: 'text', text: prefix + i + 'x'.repeat(padding) }, this.#session.nowMs());
    }
    this.#push();
  }

  get negotiation() {
    return this.#negotiation;
  }

  /** From the next ping on nothing leaves over the channel for so long. */
  stallAtPing(ms) {
    this.#stallMs = ms;
  }

  /** Ends the channel as planned (PTH-5). */
  async fin() {
    this.#finished = true;
    const acked = new Promise((done) => (this.#finAcked = done));
    this.#channel.send({ type: 'fin' });
    await Promise.race([acked, new Promise((done) => setTimeout(done, FIN_MS))]);
    await this.#negotiation.bye(false, 0);
  }

  async stop() {
    clearInterval(this.#ticking);
    await this.#negotiation?.stop();
    this.#session.stop();
  }

  #sessionUp() {
    this.#outbox?.startSession();
    const inbound = [...this.#inboxes.values()].map((inbox) => inbox.position());
    const outbound = this.#outbox?.pending ? [this.#outbox.stream] : [];
    this.#session.send({
      type: 'have',
      ...(inbound.length && { in: inbound }),
      ...(outbound.length && { out: outbound }),
    });
    this.#tell({ event: 'session-up' });
  }

  #handleServerFrame(frame) {
    switch (frame.type) {
      case 'roster':
        this.#roster = frame.conv === this.#conv || !this.#conv ? frame : this.#roster;
        this.#tell({ event: 'roster', conv: frame.conv });
        this.#look();
        break;
      case 'entries':
        this.#take(frame, 'server');
        break;
      case 'receipt':
        if (frame.epoch === this.#outbox?.epoch) {
          this.#outbox.handleReceipt(frame);
          this.#push();
        }
        break;
      case 'refused':
        this.#tell({ event: 'refused', code: frame.code });
        if (frame.epoch === this.#outbox?.epoch) {
          this.#outbox.handleRefused(frame);
        }
        break;
      case 'signal':
        this.#handleSignal(frame.device, JSON.parse(frame.payload));
        break;
      default:
        break;
    }
  }

  /** Once both have accepted, there is somebody to write to and to have a channel with. */
  #look() {
    const roster = this.#roster;
    if (roster?.conv !== this.#conv || !roster.members.every(({ accepted }) => accepted) || this.#negotiation) {
      return;
    }
    const self = this.#account.device;
    this.#remote = roster.members.flatMap(({ devices = [] }) => devices).find((device) => device !== self);
    const events = {
      acked: (through) => this.#tell({ event: 'acked', through }),
      violation: (rule) => this.#tell({ event: 'violation', rule }),
    };
    this.#outbox = new Outbox({ conv: this.#conv, device: self, target: this.#remote, events });
    this.#negotiation = new Negotiation(
      { self, remote: this.#remote, maxMessageSize: this.#options.maxMessageSize },
      {
        signal: (message) => this.#signal(message),
        open: (raw) => this.#open(raw),
        message: (text) => this.#handleMessage(text),
        closed: () => this.#closed(),
        state: (state) => this.#tell({ event: 'connection', state }),
        failed: (reason) => this.#tell({ event: 'attempt-failed', reason }),
        isDead: () => this.#channel?.state === 'dead',
      },
    );
    this.#negotiation.want();
    this.#tell({ event: 'accepted', remote: this.#remote });
  }

  #signal(message) {
    this.#tell(summary('signal-sent', message));
    this.#session.send({ type: 'signal', conv: this.#conv, device: this.#remote, payload: JSON.stringify(message) });
  }

  #handleSignal(from, message) {
    this.#tell(summary('signal', message));
    if (from === this.#remote) {
      this.#negotiation?.handle(message);
    }
  }

  #open(raw) {
    this.#finished = false;
    this.#channel = new Channel(raw, { changed: (before, state) => this.#channelChanged(before, state) });
    this.#tell({ event: 'channel-open' });
  }

  #channelChanged(before, state) {
    this.#tell({ event: 'channel', state });
    if (state === 'dead') {
      this.#negotiation.handleDead();
    } else if (state === 'good' && before !== 'late') {
      this.#outbox.startDirect();
    }
    this.#push();
  }

  #closed() {
    if (this.#channel) {
      this.#channel = undefined;
      this.#tell({ event: 'channel-closed' });
      this.#push();
    }
  }

  #handleMessage(text) {
    const channel = this.#channel;
    if (!channel) {
      return;
    }
    const frame = JSON.parse(text);
    switch (frame.type) {
      case 'ping':
        if (this.#stallMs > 0) {
          channel.stall(this.#stallMs);
          this.#stallMs = 0;
        }
        if (!this.#finished) {
          this.#sayPositions(channel);
          channel.send({ type: 'pong', n: frame.n, timeMs: this.#session.nowMs() });
        }
        break;
      case 'pong':
        channel.handlePong(frame.n);
        break;
      case 'entries':
        this.#take(frame, 'channel');
        break;
      case 'ack':
        this.#handlePosition(frame);
        break;
      case 'have':
        frame.in?.forEach((position) => this.#handlePosition(position));
        break;
      case 'fin':
        this.#finished = true;
        channel.send({ type: 'fin-ack' });
        this.#tell({ event: 'fin' });
        break;
      case 'fin-ack':
        this.#finAcked();
        this.#tell({ event: 'fin-acked' });
        break;
      default:
        this.#tell({ event: 'violation', rule: `the frame ${frame.type} on a channel` });
    }
  }

  /** Before a pong, while own entries do not go over the channel yet (PTH-2). */
  #sayPositions(channel) {
    const positions = [...this.#inboxes.values()].map((inbox) => inbox.position());
    if (!channel.carries && positions.length > 0) {
      channel.send({ type: 'have', in: positions });
    }
  }

  #handlePosition(position) {
    if (position.epoch === this.#outbox.epoch && position.device === this.#account.device) {
      this.#outbox.handleAck(position);
      this.#push();
    }
  }

  #take({ conv, device, epoch, entries }, by) {
    const key = `${conv} ${device} ${epoch}`;
    const inbox =
      this.#inboxes.get(key) ??
      new Inbox({ conv, device, epoch }, ({ seq, body }, way) => {
        const { kind, text } = JSON.parse(Buffer.from(body, 'base64').toString());
        this.#tell({ event: 'heard', kind, text, seq, by: way });
      });
    this.#inboxes.set(key, inbox);
    this.#tell({ event: 'entries', by, seqs: entries.map(({ seq }) => seq) });
    for (const way of inbox.take(entries, by)) {
      const ack = { type: 'ack', ...inbox.position() };
      (way === 'server' ? this.#session : this.#channel)?.send(ack);
    }
  }

  #tick() {
    this.#channel?.tick();
    if (this.#outbox?.pending && Date.now() - this.#stuckSinceMs > RESEND_MS) {
      this.#stuckSinceMs = Date.now();
      this.#outbox.startDirect();
    }
    this.#push();
  }

  /** Sends what may go: over the channel, and to the server what that cannot carry or is late with. */
  #push() {
    const outbox = this.#outbox;
    if (!outbox) {
      return;
    }
    const direct = this.#channel?.carries && !this.#finished;
    const limit = this.#negotiation.limit;
    for (let frame; direct && (frame = outbox.nextDirect(limit));) {
      this.#stuckSinceMs = Date.now();
      this.#channel.send(frame);
    }
    const { welcome } = this.#session;
    if (welcome) {
      const post = outbox.posts({
        rosterVersion: this.#roster.version,
        windowEntries: welcome.windowEntries,
        windowBytes: welcome.windowBytes,
        nowMs: Date.now(),
        channelLimit: direct && this.#channel.state === 'good' ? limit : undefined,
      });
      if (post) {
        this.#session.send(post);
      }
    }
  }
}

/** A signal as tests look at it. */
function summary(event, { type, session, round, sdp, ufrag }) {
  return { event, type, session, round, ufrag: ufrag ?? (sdp && ufragOf(sdp)) };
}

import { DeviceCore } from '../../lib/core/DeviceCore.js';
import { coreSettings } from '../../lib/core/CoreSettings.js';
import { emptyState } from '../../lib/core/DeviceState.js';
import { toUtf8, utf8 } from '../../lib/wire/Bytes.js';
import { account, conversation, device, member, message, roster, welcome } from './people.js';

/** @typedef {import('../../lib/wire/types.js').ServerFrame} ServerFrame */

export const CONVERSATION = conversation(1);
const CHANNEL = 1;

/** One device and what it has told. */
export class Node {
  /** @type {import('../../lib/core/PeerEvent.js').PeerEvent[]} */
  events = [];

  /** @param {number} n */
  constructor(n) {
    this.n = n;
    this.account = account(n);
    this.device = device(n);
    this.core = new DeviceCore(emptyState(this.account, this.device, String(n)), coreSettings(8), 1_000_000);
  }

  /** What came and by which path. */
  heard() {
    return this.events.flatMap((event) =>
      event.event === 'message-arrived' ? [`${toUtf8(event.entry.body)} by ${event.by}`] : [],
    );
  }

  /** What was told of its own entries. */
  statuses() {
    return this.events.flatMap((event) => (event.event === 'status-changed' ? [event.status] : []));
  }
}

/** Two devices, a server that only forwards, one data channel, and disks that are durable at once. */
export class FakeWorld {
  ada = new Node(1);
  grace = new Node(2);
  serverUp = false;
  channelUp = false;
  blackHole = false;
  posts = 0;
  signalled = 0;
  /** @type {Iterable<string>} */
  adaWants = [];
  nowMs = 1_000_000;
  #messages = 0;

  constructor() {
    for (const node of [this.ada, this.grace]) {
      node.core.handleServerFrame(this.roster(1), this.nowMs);
    }
    this.run();
  }

  id() {
    return message(++this.#messages);
  }

  /** @param {number} version */
  roster(version) {
    const members = [this.ada, this.grace].map(({ n, device }) => member(n, [device]));
    return roster(CONVERSATION, version, members);
  }

  /** The same before Grace has accepted it; without devices of hers she has blocked it. @param {number} version */
  request(version, devices = [this.grace.device]) {
    const asked = { ...member(this.grace.n, devices), accepted: false };
    return roster(CONVERSATION, version, [member(this.ada.n, [this.ada.device]), asked]);
  }

  /** Another conversation of the two, for which a channel between them stays, is told to both. */
  share() {
    const shared = { ...this.roster(1), conv: conversation(2) };
    [this.ada, this.grace].forEach((node) => this.told(node, shared));
  }

  /** The server tells one of them something. @param {Node} node @param {ServerFrame} frame */
  told(node, frame) {
    node.core.handleServerFrame(frame, this.nowMs);
    this.run();
  }

  /** The link goes up or down at both. @param {boolean} up @param {ServerFrame[]} told what the server says after welcome */
  server(up, told = [this.roster(1), { type: 'changes', through: 1, all: true }, { type: 'live' }]) {
    this.serverUp = up;
    for (const node of [this.ada, this.grace]) {
      up ? this.#welcome(node, told) : node.core.handleLinkDown(this.nowMs);
    }
    this.run();
  }

  /** Ada was removed while she was away: of her conversation she hears nothing. */
  adaWasRemoved() {
    this.#welcome(this.ada, [{ type: 'changes', through: 1, all: true }, { type: 'live' }]);
    this.run();
  }

  /** @param {Node} node @param {ServerFrame[]} told */
  #welcome({ core, n }, told) {
    const nowMs = this.nowMs;
    core.handleLinkUp(welcome(n, nowMs), nowMs);
    told.forEach((frame) => core.handleServerFrame(frame, nowMs));
  }

  graceIsOnline() {
    const { account } = this.grace;
    this.ada.core.handleServerFrame({ type: 'presence', account, state: 'online', lastSeenMs: 0 }, this.nowMs);
  }

  /** One that is not the first takes the place of the one before. @param {number} bytes most of a message on it */
  openChannel(number = CHANNEL, bytes = 65_536) {
    this.channelUp = true;
    this.ada.core.handleChannelOpen(this.grace.device, number, bytes, this.nowMs);
    this.grace.core.handleChannelOpen(this.ada.device, number, bytes, this.nowMs);
    this.run();
  }

  /** Grace sends Ada a frame as she likes. @param {import('../../lib/wire/types.js').Entries} frame */
  speak(frame) {
    this.ada.core.handleChannelFrame(this.grace.device, CHANNEL, frame, this.nowMs);
    this.run();
  }

  /** @param {Node} from @param {string} text */
  say(from, text) {
    const result = from.core.handleSend(CONVERSATION, this.id(), utf8(text), this.nowMs);
    this.run();
    return result;
  }

  /** Lets time pass in steps, doing what is due. @param {number} ms */
  pass(ms) {
    const endMs = this.nowMs + ms;
    while (this.nowMs < endMs) {
      this.nowMs = Math.min(endMs, this.nowMs + 100);
      for (const { core } of [this.ada, this.grace]) {
        if (core.deadlineMs() <= this.nowMs) {
          core.handleTimeout(this.nowMs);
        }
      }
      this.run();
    }
  }

  run() {
    for (let more = true; more;) {
      const first = this.#turn(this.ada, this.grace);
      more = this.#turn(this.grace, this.ada) || first;
    }
  }

  /** @param {Node} node @param {Node} other */
  #turn(node, other) {
    let any = false;
    for (let effect = node.core.poll(); effect !== null; effect = node.core.poll()) {
      any = true;
      switch (effect.effect) {
        case 'to-server':
          if (this.serverUp) {
            this.#serve(node, other, effect.frame);
          }
          break;
        case 'to-peer':
          if (this.channelUp && !this.blackHole) {
            other.core.handleChannelFrame(node.device, effect.generation, effect.frame, this.nowMs);
          }
          break;
        case 'persist':
          if (effect.ticket !== 0) {
            node.core.handleDurable(effect.ticket, new Map(), this.nowMs);
          }
          break;
        case 'tell':
          node.events.push(effect.event);
          break;
        case 'signalled':
          this.signalled++;
          break;
        case 'want-channels':
          if (node === this.ada) {
            this.adaWants = [...effect.wanted.keys()];
          }
          break;
        case 'channel-failed':
        case 'channel-finished':
        case 'channel-violated':
          this.#closeChannel(effect.generation, effect.effect);
          break;
      }
    }
    return any;
  }

  /** @param {number} channel @param {string} reason */
  #closeChannel(channel, reason) {
    this.channelUp = false;
    this.ada.core.handleChannelClosed(this.grace.device, channel, reason, this.nowMs);
    this.grace.core.handleChannelClosed(this.ada.device, channel, reason, this.nowMs);
  }

  /** @param {Node} from @param {Node} to @param {import('../../lib/wire/types.js').ClientFrame} frame */
  #serve(from, to, frame) {
    if (frame.type === 'post') {
      this.posts++;
      const { conv, epoch } = frame;
      const entries = frame.entries.flatMap(({ seq, id, hlc, body, to }) =>
        to.map(({ after, part }) => ({ seq, id, hlc, body, after, part })),
      );
      to.core.handleServerFrame(
        { type: 'entries', conv, device: from.device, epoch, stored: false, entries },
        this.nowMs,
      );
    } else if (frame.type === 'ack') {
      const { conv, device, epoch, cursor: delivered, mark, held, proof } = frame;
      const about = { conv, device, epoch, target: from.device };
      const facts = { delivered, mark, held, stored: [], storedMark: 0n, proof };
      to.core.handleServerFrame({ type: 'receipt', ...about, ...facts }, this.nowMs);
    }
  }
}

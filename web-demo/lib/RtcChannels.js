import { FrameCodec } from './codec/FrameCodec.js';
import { DirectLink } from './drivers/DirectLink.js';
import { NO_STATS } from './drivers/StatsReader.js';
import { pathInfo } from './PathInfo.js';

/** How long the other side may take to answer a `fin` (PTH-5). */
const FIN_ACK_MS = 500;

/**
 * @typedef {object} Channel
 * @property {DirectLink} link
 * @property {string} conv in which it is signalled
 * @property {boolean} wanted
 */

/** @type {import('./path/ChannelTries.js').ChannelTries} */
const NEVER_WANTED = { rung: 'stopped', reason: 'no channel wanted', failures: 0, gathered: [] };

/** Data channels over WebRTC: one {@link DirectLink} per device. */
export class RtcChannels {
  /** @type {Map<string, Channel>} */
  #channels = new Map();
  /** @type {Set<string>} */
  #warned = new Set();
  /** @type {(() => void) | undefined} */
  #tellFinished;
  #self;
  #engine;
  #timers;
  #clock;
  #iceServers;

  /**
   * Has none yet.
   *
   * @param {object} parts
   * @param {string} parts.self own device
   * @param {import('./PeerEngine.js').PeerEngine} parts.engine
   * @param {import('./drivers/Timers.js').Timers} parts.timers
   * @param {import('./drivers/PeerClock.js').PeerClock} parts.clock
   * @param {import('./IceServers.js').IceServers} parts.iceServers of all its connections
   */
  constructor({ self, engine, timers, clock, iceServers }) {
    this.#self = self;
    this.#engine = engine;
    this.#timers = timers;
    this.#clock = clock;
    this.#iceServers = iceServers;
    iceServers.onFresh((servers) => this.#channels.forEach(({ link }) => link.use(servers)));
  }

  /** A signal of that device came. @param {string} conv @param {string} device @param {string} payload */
  handleSignal(conv, device, payload) {
    const channel = this.#channel(device, conv);
    channel.conv = conv;
    channel.link.handleSignal(payload);
  }

  /** The last signal to that device could not be handed over. @param {string} device */
  handleUnreachable(device) {
    this.#channels.get(device)?.link.handleUnreachable();
  }

  /**
   * Keep channels to these devices, each signalled in that conversation, and no others.
   *
   * @param {ReadonlyMap<string, string>} wanted
   */
  want(wanted) {
    this.#iceServers.want(wanted.size > 0);
    for (const [device, conv] of wanted) {
      const channel = this.#channel(device, conv);
      channel.conv = conv;
      if (!channel.wanted) {
        channel.wanted = true;
        if (channel.link.openGeneration() !== 0) {
          channel.link.stop(); // it says goodbye; the next is a new one
        }
        channel.link.start();
      }
    }
    for (const [device, channel] of this.#channels) {
      if (channel.wanted && !wanted.has(device)) {
        channel.wanted = false;
        this.#finish(device, channel);
      }
    }
  }

  /** Tells another core of the channels that are open. */
  tellOpen() {
    for (const [device, { link }] of this.#channels) {
      const generation = link.openGeneration();
      if (generation !== 0) {
        const bytes = link.maxMessageBytes();
        this.#engine.turn((core, nowMs) => core.handleChannelOpen(device, generation, bytes, nowMs));
      }
    }
  }

  /**
   * Sends on a channel; dropped when that generation is over.
   *
   * @param {string} device
   * @param {number} generation
   * @param {import('./wire/types.js').PeerFrame} frame
   */
  send(device, generation, frame) {
    const link = this.#channels.get(device)?.link;
    if (link && link.openGeneration() === generation) {
      const outcome = link.send(FrameCodec.encode(frame));
      if (outcome === 'full' && frame.type === 'entries') {
        link.handlePingDead();
      }
    }
  }

  /** The connection to the server is up, or up again. */
  handleLinkUp() {
    this.#iceServers.demand();
    this.#channels.forEach(({ link }) => link.handleLinkUp());
  }

  /** The network has changed, or the machine has slept. */
  handleNetworkChanged() {
    this.#iceServers.handleNetworkChanged();
    this.#channels.forEach(({ link }) => link.handleNetworkChanged());
  }

  /** The channel does not answer. @param {string} device */
  handleDead(device) {
    this.#channels.get(device)?.link.handlePingDead();
  }

  /**
   * The other side broke a rule: the channel ends, and the relay carries on.
   *
   * @param {string} device
   * @param {number} generation
   */
  handleViolated(device, generation) {
    const link = this.#channels.get(device)?.link;
    if (link && link.openGeneration() === generation) {
      link.stop();
    }
  }

  /** Both sides have said that nothing more comes. @param {string} device @param {number} generation */
  handleFinished(device, generation) {
    const channel = this.#channels.get(device);
    if (channel && !channel.wanted && channel.link.openGeneration() === generation) {
      channel.link.stop();
    }
  }

  /**
   * Adds what the channel knows to what the core knows.
   *
   * @param {import('./core/PathView.js').PathView} view
   */
  async describe(view) {
    const link = this.#channels.get(view.device)?.link;
    const stats = link ? await link.stats() : NO_STATS;
    return pathInfo(view, stats, link?.tries() ?? NEVER_WANTED, link?.counters());
  }

  /** Settles when none is wanted and none open any more. */
  async finished() {
    if (this.#anyOpen()) {
      await new Promise((done) => (this.#tellFinished = () => done(undefined)));
    }
  }

  /** Ends all. */
  close() {
    this.#iceServers.want(false);
    this.#channels.forEach(({ link }) => link.stop());
    this.#channels.clear();
  }

  #anyOpen() {
    return [...this.#channels.values()].some(({ wanted, link }) => wanted || link.openGeneration() !== 0);
  }

  /** @param {string} device @param {string} conv */
  #channel(device, conv) {
    let channel = this.#channels.get(device);
    if (!channel) {
      const link = new DirectLink({
        self: this.#self,
        remote: device,
        iceServers: this.#iceServers,
        timers: this.#timers,
        clock: this.#clock,
        events: this.#events(device),
      });
      channel = { link, conv, wanted: false };
      this.#channels.set(device, channel);
    }
    return channel;
  }

  /**
   * The core says `fin`; the answer closes the channel, or the end of the wait for it.
   *
   * @param {string} device
   * @param {Channel} channel
   */
  #finish(device, channel) {
    const generation = channel.link.openGeneration();
    if (generation === 0) {
      channel.link.stop();
    } else {
      this.#timers.after(FIN_ACK_MS, () => this.handleFinished(device, generation));
    }
  }

  /** Tells of a device's first offence only: it decides how many there are. @param {string} device @param {string} what */
  #warn(device, what) {
    if (!this.#warned.has(device)) {
      this.#warned.add(device);
      this.#engine.warn(`device ${device} broke a rule ${what}`);
    }
  }

  /** What one link reports. @param {string} device @returns {import('./drivers/DirectLink.js').DirectLinkEvents} */
  #events(device) {
    const engine = this.#engine;
    return {
      onSignal: (payload) => {
        const conv = this.#channels.get(device)?.conv;
        if (conv !== undefined) {
          engine.sendToServer({ type: 'signal', conv, device, payload });
        }
      },
      onOpen: (generation, bytes) =>
        engine.turn((core, nowMs) => core.handleChannelOpen(device, generation, bytes, nowMs)),
      onFrame: (generation, text) => {
        const decoded = FrameCodec.decode(text, 'peer');
        if (decoded.ok) {
          const frame = /** @type {import('./wire/types.js').PeerFrame} */ (decoded.frame);
          engine.turn((core, nowMs) => core.handleChannelFrame(device, generation, frame, nowMs));
        } else {
          this.#warn(device, `on the direct path (${decoded.message}); the relay carries on`);
          this.handleViolated(device, generation);
        }
      },
      onClosed: (generation, reason) => {
        engine.turn((core, nowMs) => core.handleChannelClosed(device, generation, reason, nowMs));
        if (this.#tellFinished && !this.#anyOpen()) {
          this.#tellFinished();
        }
      },
      onWritable: (generation, writable) =>
        engine.turn((core, nowMs) => core.handleChannelWritable(device, generation, writable, nowMs)),
      onViolation: (rule) => this.#warn(device, `of signaling (${rule}); the relay carries on`),
    };
  }
}

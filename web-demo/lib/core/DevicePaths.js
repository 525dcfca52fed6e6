import { DevicePath } from './DevicePath.js';

/** @typedef {import('../delivery/Path.js').Path} Path */

/**
 * Told of a change of path, or of what goes by the server beside a channel.
 *
 * @typedef {object} PathListener
 * @property {(device: string, path: Path, generation: number, nowMs: number) => void} handlePath
 * @property {(device: string, beside: import('../delivery/Beside.js').Beside, nowMs: number) => void} handleBeside
 */

/** How each other device is reached now. */
export class DevicePaths {
  /** @type {Map<string, DevicePath>} */
  #byDevice = new Map();
  #relayUp = false;
  #effects;
  #limits;

  /** @param {import('./Effects.js').Effects} effects @param {import('../path/PathLimits.js').PathLimits} limits */
  constructor(effects, limits) {
    this.#effects = effects;
    this.#limits = limits;
  }

  /** @param {string} device */
  pathTo(device) {
    return this.#path(device).selector.path();
  }

  /** @param {string} device */
  generationOf(device) {
    return this.#path(device).selector.generation();
  }

  /** What goes by the server beside the channel. @param {string} device */
  besideOf(device) {
    return this.#path(device).selector.beside();
  }

  /** The most bytes of a message on the channel. @param {string} device */
  channelBytes(device) {
    return this.#path(device).channelBytes();
  }

  /** @param {string} device */
  view(device) {
    return this.#path(device).view();
  }

  /**
   * Sends entries on the channel that the path generation stands for; else drops them.
   *
   * @param {string} device
   * @param {number} generation
   * @param {import('../wire/types.js').Entries} frame
   */
  sendEntries(device, generation, frame) {
    const path = this.#path(device);
    if (path.selector.path() === 'direct' && path.selector.generation() === generation) {
      this.#effects.add({ effect: 'to-peer', device, generation: path.channel(), frame });
      path.selector.handleUsed();
    }
  }

  /** The other side of a channel broke a rule. @param {string} device @param {string} rule */
  violation(device, rule) {
    this.#effects.tell({ event: 'warning', message: `device ${device} broke a rule: ${rule}` });
    const generation = this.#path(device).channel();
    if (generation !== 0) {
      this.#effects.add({ effect: 'channel-violated', device, generation });
    }
  }

  /** @param {string} device */
  hasChannel(device) {
    return this.channelTo(device) !== 0;
  }

  /** Devices with an open channel. */
  open() {
    return [...this.#byDevice.keys()].filter((device) => this.hasChannel(device));
  }

  /** The open channel, 0 for none. @param {string} device */
  channelTo(device) {
    return this.#byDevice.get(device)?.channel() ?? 0;
  }

  /** @param {string} device @param {number} channel */
  isCurrentChannel(device, channel) {
    return this.#byDevice.get(device)?.channel() === channel;
  }

  /** @param {string} device */
  writable(device) {
    return this.#path(device).writable();
  }

  /** @param {string} device @param {boolean} writable */
  channelWritable(device, writable) {
    this.#path(device).channelWritable(writable);
  }

  /** @param {boolean} up @param {PathListener} listener @param {number} nowMs */
  handleRelay(up, listener, nowMs) {
    this.#relayUp = up;
    for (const { selector } of this.#byDevice.values()) {
      up ? selector.handleRelayUp(nowMs) : selector.handleRelayDown(nowMs);
    }
    for (const path of this.#byDevice.values()) {
      this.#drain(path, listener, nowMs);
    }
  }

  /**
   * @param {string} device
   * @param {number} channel
   * @param {number} bytes
   * @param {PathListener} listener
   * @param {number} nowMs
   */
  handleChannelOpen(device, channel, bytes, listener, nowMs) {
    const path = this.#path(device);
    path.channelOpened(channel, bytes);
    path.selector.handleChannelOpen(channel, nowMs);
    this.#drain(path, listener, nowMs);
  }

  /**
   * @param {string} device
   * @param {number} channel
   * @param {string} reason
   * @param {PathListener} listener
   * @param {number} nowMs
   */
  handleChannelClosed(device, channel, reason, listener, nowMs) {
    const path = this.#path(device);
    if (path.channel() === channel) {
      path.channelClosed(reason);
      path.selector.handleChannelClosed(channel, nowMs);
      this.#drain(path, listener, nowMs);
    }
  }

  /**
   * One side has said that nothing more comes over the channel (PTH-5).
   *
   * @param {string} device
   * @param {number} channel
   * @param {string} reason
   * @param {PathListener} listener
   * @param {number} nowMs
   */
  handleChannelEnds(device, channel, reason, listener, nowMs) {
    this.#path(device).channelEnds(channel);
    this.handleChannelClosed(device, channel, reason, listener, nowMs);
  }

  /** The network may have changed: every channel has to answer now. @param {PathListener} listener @param {number} nowMs */
  handleDoubt(listener, nowMs) {
    for (const path of this.#byDevice.values()) {
      path.selector.handleDoubt(nowMs);
      this.#drain(path, listener, nowMs);
    }
  }

  /**
   * @param {string} device
   * @param {number} channel
   * @param {number} n
   * @param {PathListener} listener
   * @param {number} nowMs
   */
  handlePong(device, channel, n, listener, nowMs) {
    const path = this.#path(device);
    path.selector.handlePong(channel, n, nowMs);
    this.#drain(path, listener, nowMs);
  }

  /** @param {PathListener} listener @param {number} nowMs */
  handleTimeout(listener, nowMs) {
    for (const path of this.#byDevice.values()) {
      const deadline = path.selector.deadline();
      if (deadline !== null && nowMs >= deadline.atMs) {
        path.selector.handleTimeout(nowMs);
        this.#drain(path, listener, nowMs);
      }
    }
  }

  deadlineMs() {
    let least = Infinity;
    for (const { selector } of this.#byDevice.values()) {
      least = Math.min(least, selector.deadline()?.atMs ?? Infinity);
    }
    return least;
  }

  /** A new device starts on the relay; nobody needs to be told, since nothing was said to it. @param {string} device */
  #path(device) {
    let path = this.#byDevice.get(device);
    if (path === undefined) {
      path = new DevicePath(device, this.#limits);
      this.#byDevice.set(device, path);
      if (this.#relayUp) {
        path.selector.handleRelayUp(0);
        for (let effect = path.selector.poll(); effect?.effect === 'path-changed'; effect = path.selector.poll()) {
          path.moved(effect.path, effect.reason);
        }
      }
    }
    return path;
  }

  /** @param {DevicePath} path @param {PathListener} listener @param {number} nowMs */
  #drain(path, listener, nowMs) {
    const { device, selector } = path;
    for (let effect = selector.poll(); effect !== null; effect = selector.poll()) {
      switch (effect.effect) {
        case 'send-ping': {
          const frame = /** @type {const} */ ({ type: 'ping', n: effect.n });
          this.#effects.add({ effect: 'to-peer', device, generation: path.channel(), frame });
          break;
        }
        case 'channel-dead':
          path.channelSilent();
          this.#effects.add({
            effect: 'channel-failed',
            device,
            generation: effect.channel,
            reason: 'no answer to a ping',
          });
          break;
        case 'path-changed': {
          const { path: to, generation } = effect;
          const reason = path.moved(to, effect.reason);
          this.#effects.tell({ event: 'path-changed', device, path: selector.path(), generation, reason });
          listener.handlePath(device, to, generation, nowMs);
          break;
        }
        case 'beside-changed':
          path.besideChanged(effect.beside);
          listener.handleBeside(device, effect.beside, nowMs);
          break;
        case 'server-doubted':
          this.#effects.add({ effect: 'server-doubted' });
          break;
      }
    }
  }
}

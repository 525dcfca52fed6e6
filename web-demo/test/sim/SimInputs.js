import { name } from './SimIds.js';

/**
 * What comes to a device over its channels and its connection, as turns of its core; what an older one of them still
 * brings is dropped.
 */
export class SimInputs {
  #world;
  #device;
  #name;
  #channelBytes;
  #clock;
  #watch;
  #channels;
  #outs;
  #frames;

  /**
   * @param {object} parts
   * @param {import('./SimWorld.js').SimWorld} parts.world
   * @param {import('./SimDevice.js').SimDevice} parts.device
   * @param {number} parts.channelBytes
   * @param {import('./SimClock.js').SimClock} parts.clock
   * @param {import('./SimWatch.js').SimWatch} parts.watch
   * @param {import('./SimChannels.js').SimChannels} parts.channels
   * @param {import('./SimOuts.js').SimOuts} parts.outs
   * @param {import('./SimFrames.js').SimFrames} parts.frames
   */
  constructor({ world, device, channelBytes, clock, watch, channels, outs, frames }) {
    this.#world = world;
    this.#device = device;
    this.#name = name(device.id);
    this.#channelBytes = channelBytes;
    this.#clock = clock;
    this.#watch = watch;
    this.#channels = channels;
    this.#outs = outs;
    this.#frames = frames;
  }

  /** @param {string} peer @param {import('./SimChannel.js').SimChannel} channel */
  channelOpen(peer, channel) {
    if (!this.#device.running()) {
      channel.cut(this.#world);
      return;
    }
    this.#channels.set(peer, channel);
    this.#watch.channelOpen(peer);
    this.#turn((core, nowMs) => core.handleChannelOpen(peer, channel.number, this.#channelBytes, nowMs));
  }

  /** @param {string} peer @param {number} number */
  channelClosed(peer, number) {
    this.#turn((core, nowMs) => core.handleChannelClosed(peer, number, 'closed', nowMs));
  }

  /** @param {string} peer @param {number} number @param {boolean} on */
  channelWritable(peer, number, on) {
    if (this.#channels.isOpen(peer, number)) {
      this.#watch.channelWritable(peer, on);
      this.#turn((core, nowMs) => core.handleChannelWritable(peer, number, on, nowMs));
    }
  }

  /** @param {import('./SimChannel.js').SimChannel} channel @param {string} peer @param {import('../../lib/wire/types.js').PeerFrame} frame */
  channelFrame(channel, peer, frame) {
    if (this.#channels.isOpen(peer, channel.number)) {
      this.#world.traceFrame(this.#name, 'from peer', frame);
      this.#watch.heardDirectly(peer, frame);
      if (frame.type === 'pong') {
        this.#watch.answered(peer, frame.n);
      }
      this.#outs.takes(this.#device.core(), peer);
      this.#turn((core, nowMs) => core.handleChannelFrame(peer, channel.number, frame, nowMs));
      this.#outs.taken();
    }
  }

  /** @param {import('./SimLink.js').SimLink} from @param {import('../../lib/wire/types.js').ServerFrame} sent */
  serverFrame(from, sent) {
    if (this.#device.link() === from) {
      const frame = this.#frames.pass(sent, 'server');
      this.#world.traceFrame(this.#name, 'from server', frame);
      from.heard(frame);
      this.#watch.heard(frame);
      this.#turn((core, nowMs) => core.handleServerFrame(frame, nowMs));
    }
  }

  /** @param {(core: import('../../lib/core/DeviceCore.js').DeviceCore, nowMs: number) => void} input */
  #turn(input) {
    this.#device.turn((core) => input(core, this.#clock.localMs()));
  }
}

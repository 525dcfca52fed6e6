/**
 * What comes over a data channel, and what is answered there.
 *
 * Invariants: facts count from any channel, also a late one of an older generation; pings and pongs only of the present
 * one; entries only where both sides may talk directly (PTH-4).
 */
export class DirectFrames {
  #effects;
  #rosters;
  #paths;
  #in;
  #out;

  /**
   * @param {object} parts
   * @param {import('./Effects.js').Effects} parts.effects
   * @param {import('./Rosters.js').Rosters} parts.rosters
   * @param {import('./DevicePaths.js').DevicePaths} parts.paths
   * @param {import('./InStreams.js').InStreams} parts.in
   * @param {import('./OutStreams.js').OutStreams} parts.out
   */
  constructor(parts) {
    this.#effects = parts.effects;
    this.#rosters = parts.rosters;
    this.#paths = parts.paths;
    this.#in = parts.in;
    this.#out = parts.out;
  }

  /**
   * Takes a frame of that channel.
   *
   * @param {string} from @param {number} channel @param {import('../wire/types.js').PeerFrame} frame
   * @param {number} nowMs
   */
  handle(from, channel, frame, nowMs) {
    switch (frame.type) {
      case 'entries':
        this.#handleEntries(from, channel, frame, nowMs);
        break;
      case 'ack':
        this.#out.handleDirectAck(from, frame, nowMs);
        break;
      case 'have':
        this.#handleHave(from, frame.in, nowMs);
        break;
      case 'ping':
        if (this.#paths.isCurrentChannel(from, channel)) {
          this.#handlePing(from, channel, frame.n, nowMs); // else one side has ended it
        }
        break;
      case 'pong':
        if (this.#paths.isCurrentChannel(from, channel)) {
          this.#paths.handlePong(from, channel, frame.n, this.#out.paths, nowMs);
          this.#out.drainAll();
        }
        break;
      case 'fin':
        this.#toPeer(from, channel, { type: 'fin-ack' });
        this.#paths.handleChannelEnds(from, channel, 'the other side ends', this.#out.paths, nowMs);
        this.#out.drainAll();
        break;
      case 'fin-ack':
        this.#effects.add({ effect: 'channel-finished', device: from, generation: channel });
        break;
    }
  }

  /** @param {string} from @param {import('../wire/types.js').StreamPosition[]} positions @param {number} nowMs */
  #handleHave(from, positions, nowMs) {
    positions.forEach((position) => this.#out.handleAck(from, position, nowMs));
  }

  /** Says again what is lacking of a device's stream, to it and to the server. @param {string} device @param {import('../wire/types.js').Ack} ack */
  restate(device, ack) {
    this.#effects.add({ effect: 'to-server', frame: ack });
    if (this.#paths.hasChannel(device)) {
      this.#toPeer(device, this.#paths.channelTo(device), ack);
    }
  }

  /** @param {string} from @param {number} channel @param {number} n @param {number} nowMs */
  #handlePing(from, channel, n, nowMs) {
    if (this.#paths.pathTo(from) !== 'direct') {
      // Before the pong that promotes the channel there, so that the holes are known by then.
      const most = this.#paths.channelBytes(from);
      for (const positions of this.#in.positions(most, ({ device }) => device === from)) {
        this.#toPeer(from, channel, { type: 'have', in: positions, out: [] });
      }
    }
    this.#toPeer(from, channel, { type: 'pong', n, timeMs: nowMs });
  }

  /**
   * A conversation that is not known here, or no longer, is no offence: the two sides hear of members at different times.
   * Nothing is taken; what is not acked comes again (PTH-4).
   *
   * @param {string} from @param {number} channel @param {import('../wire/types.js').Entries} entries
   * @param {number} nowMs
   */
  #handleEntries(from, channel, entries, nowMs) {
    let broken = null;
    if (entries.device !== from) {
      broken = 'a stream of another device';
    } else if (this.#rosters.directDevices(entries.conv).has(from)) {
      broken = this.#in.handleEntries(entries, 'direct', channel, nowMs);
    }
    if (broken !== null) {
      this.#paths.violation(from, broken);
    }
  }

  /** @param {string} device @param {number} generation @param {import('../wire/types.js').PeerFrame} frame */
  #toPeer(device, generation, frame) {
    this.#effects.add({ effect: 'to-peer', device, generation, frame });
  }
}

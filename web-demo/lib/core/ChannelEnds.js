/** How this device ends its channels. */
export class ChannelEnds {
  #effects;
  #rosters;
  #paths;
  #out;
  #isOut = false;

  /**
   * @param {object} parts
   * @param {import('./Effects.js').Effects} parts.effects
   * @param {import('./Rosters.js').Rosters} parts.rosters
   * @param {import('./DevicePaths.js').DevicePaths} parts.paths
   * @param {import('./OutStreams.js').OutStreams} parts.out
   */
  constructor({ effects, rosters, paths, out }) {
    this.#effects = effects;
    this.#rosters = rosters;
    this.#paths = paths;
    this.#out = out;
  }

  /** Whether this device is out: nothing is sent and nothing taken from channels (SES-13). */
  isOut() {
    return this.#isOut;
  }

  /**
   * Ends one that is not wanted any more: in good order (PTH-5), the path first, so that nothing is sent after the `fin`.
   * From a device that is out it just ends.
   *
   * @param {string} to @param {number} nowMs
   */
  end(to, nowMs) {
    this.#leave(to, nowMs);
    this.#out.drainAll();
  }

  /** @param {string} to @param {number} nowMs */
  #leave(to, nowMs) {
    const channel = this.#paths.channelTo(to);
    if (this.#isOut) {
      this.#effects.add({ effect: 'channel-finished', device: to, generation: channel });
    } else {
      this.#effects.add({ effect: 'to-peer', device: to, generation: channel, frame: { type: 'fin' } });
    }
    const reason = this.#isOut ? 'signed out' : 'no longer wanted';
    this.#paths.handleChannelEnds(to, channel, reason, this.#out.paths, nowMs);
  }

  /**
   * Ends what is open to devices that no roster names, or that are signed out (SES-13), whether they were wished for or not.
   *
   * @param {Map<string, string>} wanted what is wished for now
   * @param {number} nowMs
   */
  endOthers(wanted, nowMs) {
    const direct = this.#rosters.allDirectDevices();
    const others = this.#paths.open().filter((device) => !direct.has(device));
    if (others.length > 0) {
      this.#effects.add({ effect: 'want-channels', wanted });
      others.forEach((device) => this.end(device, nowMs));
    }
  }

  /**
   * Closes a channel that has just opened where there should be none: its other side, or this one, is out by now.
   *
   * @param {string} from @param {number} channel
   * @param {Map<string, string>} wanted what is wished for now
   * @returns {boolean} whether it did
   */
  refuses(from, channel, wanted) {
    const refused = this.#isOut || !this.#rosters.allDirectDevices().has(from);
    if (refused) {
      this.#effects.add({ effect: 'want-channels', wanted });
      this.#effects.add({ effect: 'channel-finished', device: from, generation: channel });
    }
    return refused;
  }

  /** A session is up: this device is none that is out. */
  handleLinkUp() {
    this.#isOut = false;
  }

  /**
   * This device is out: every channel ends before anything can go on, which what is over for one path may let go on another.
   *
   * @param {number} nowMs
   */
  endAll(nowMs) {
    this.#isOut = true;
    this.#effects.add({ effect: 'want-channels', wanted: new Map() });
    this.#paths.open().forEach((device) => this.#leave(device, nowMs));
    this.#out.drainAll();
  }
}

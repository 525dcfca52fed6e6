/** @typedef {import('../delivery/Sender.js').Sender} Sender */

/** @typedef {import('./DevicePaths.js').PathListener} PathListener */

/**
 * Tells senders how their targets are reached.
 *
 * @implements {PathListener}
 */
export class OutPaths {
  #senders;
  #rosters;
  #paths;

  /**
   * @param {Map<string, Sender>} senders by conversation
   * @param {import('./Rosters.js').Rosters} rosters
   * @param {import('./DevicePaths.js').DevicePaths} paths
   */
  constructor(senders, rosters, paths) {
    this.#senders = senders;
    this.#rosters = rosters;
    this.#paths = paths;
  }

  /** A sender is new: so is everything to it. @param {Sender} sender @param {ReadonlySet<string>} targets */
  begin(sender, targets) {
    for (const target of targets) {
      this.tell(sender, target, 0);
    }
  }

  /** How one target is reached now. @param {Sender} sender @param {string} target @param {number} nowMs */
  tell(sender, target, nowMs) {
    this.#moved(sender, target, this.#paths.pathTo(target), this.#paths.generationOf(target), nowMs);
  }

  /**
   * The path to a device is another: everything unacked goes first, in order (I5). Let all senders go on when all know of
   * all changes; none may act on an older path.
   *
   * @param {string} target @param {import('../delivery/Path.js').Path} path
   * @param {number} generation
   * @param {number} nowMs
   */
  handlePath(target, path, generation, nowMs) {
    for (const sender of this.#to(target)) {
      this.#moved(sender, target, path, generation, nowMs);
    }
  }

  /**
   * Something else goes by the server beside a channel.
   *
   * @param {string} target @param {import('../delivery/Beside.js').Beside} beside @param {number} nowMs
   */
  handleBeside(target, beside, nowMs) {
    for (const sender of this.#to(target)) {
      sender.handleBeside(target, beside, this.#paths.channelBytes(target), nowMs);
    }
  }

  /**
   * @param {Sender} sender @param {string} target @param {import('../delivery/Path.js').Path} path
   * @param {number} generation
   * @param {number} nowMs
   */
  #moved(sender, target, path, generation, nowMs) {
    sender.handleBeside(target, this.#paths.besideOf(target), this.#paths.channelBytes(target), nowMs);
    sender.handlePath(target, path, generation, nowMs);
    sender.handleWritable(target, generation, this.#paths.writable(target), nowMs);
  }

  /** @param {string} target */
  #to(target) {
    return [...this.#senders].filter(([conv]) => this.#rosters.isMember(conv, target)).map(([, sender]) => sender);
  }
}

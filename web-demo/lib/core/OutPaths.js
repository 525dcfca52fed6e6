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
   * By conversation, devices with a channel that may not have heard yet that they are written to in it directly: they drop
   * what comes over the channel (PTH-4).
   *
   * @type {Map<string, Set<string>>}
   */
  #unproven = new Map();

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

  /**
   * Members have changed.
   *
   * @param {string} conversation
   * @param {ReadonlySet<string>} directBefore the devices that could be written to directly before
   * @param {number} nowMs
   */
  handleRoster(conversation, directBefore, nowMs) {
    const before = this.#unproven.get(conversation);
    const withChannel = [...this.#rosters.targets(conversation)].filter((target) => this.#paths.hasChannel(target));
    this.#unproven.set(
      conversation,
      new Set(withChannel.filter((target) => before?.has(target) || !directBefore.has(target))),
    );
    const sender = this.#senders.get(conversation);
    if (sender) {
      withChannel.forEach((target) => this.#beside(sender, target, nowMs));
    }
  }

  /**
   * An ack came over the channel: so entries of that conversation are taken there.
   *
   * @param {string} conversation @param {string} target @param {number} nowMs
   */
  handleDirectAck(conversation, target, nowMs) {
    const sender = this.#senders.get(conversation);
    const isNews = this.#isAccepted(conversation, target) && this.#unproven.get(conversation)?.delete(target);
    if (isNews && sender) {
      this.#beside(sender, target, nowMs);
    }
  }

  /** @param {string} conversation @param {string} target */
  #isAccepted(conversation, target) {
    return this.#rosters.directDevices(conversation).has(target);
  }

  /** @param {Sender} sender @param {string} target @param {number} nowMs */
  #beside(sender, target, nowMs) {
    const { conv } = sender.stream();
    const proven = this.#isAccepted(conv, target) && !this.#unproven.get(conv)?.has(target);
    const usual = this.#paths.besideOf(target);
    const beside = usual === 'large' && !proven ? 'all' : usual;
    sender.handleBeside(target, beside, this.#paths.channelBytes(target), nowMs);
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
    if (path !== 'direct') {
      this.#unproven.forEach((waiting) => waiting.delete(target));
    }
    for (const sender of this.#to(target)) {
      this.#moved(sender, target, path, generation, nowMs);
    }
  }

  /**
   * Something else goes by the server beside a channel.
   *
   * @param {string} target @param {import('../delivery/Beside.js').Beside} _beside @param {number} nowMs
   */
  handleBeside(target, _beside, nowMs) {
    for (const sender of this.#to(target)) {
      this.#beside(sender, target, nowMs);
    }
  }

  /**
   * @param {Sender} sender @param {string} target @param {import('../delivery/Path.js').Path} path
   * @param {number} generation
   * @param {number} nowMs
   */
  #moved(sender, target, path, generation, nowMs) {
    this.#beside(sender, target, nowMs);
    sender.handlePath(target, path, generation, nowMs);
    sender.handleWritable(target, generation, this.#paths.writable(target), nowMs);
  }

  /** @param {string} target */
  #to(target) {
    return [...this.#senders].filter(([conv]) => this.#rosters.isMember(conv, target)).map(([, sender]) => sender);
  }
}

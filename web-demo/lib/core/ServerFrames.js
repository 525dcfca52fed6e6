/** @typedef {import('../wire/types.js').ServerFrame} ServerFrame */

/** Hands what the server says to the part that it is for. */
export class ServerFrames {
  #effects;
  #rosters;
  #out;
  #in;
  #wishes;
  #ends;
  /** @type {Set<string>} */
  #unreadable = new Set();
  #nowMs = 0;

  /**
   * @param {object} parts
   * @param {import('./Effects.js').Effects} parts.effects
   * @param {import('./Rosters.js').Rosters} parts.rosters
   * @param {import('./OutStreams.js').OutStreams} parts.out
   * @param {import('./InStreams.js').InStreams} parts.in
   * @param {import('./ChannelWishes.js').ChannelWishes} parts.wishes
   * @param {import('./ChannelEnds.js').ChannelEnds} parts.ends
   */
  constructor(parts) {
    this.#effects = parts.effects;
    this.#rosters = parts.rosters;
    this.#out = parts.out;
    this.#in = parts.in;
    this.#wishes = parts.wishes;
    this.#ends = parts.ends;
  }

  /** @param {ServerFrame} frame @param {number} nowMs */
  handle(frame, nowMs) {
    this.#nowMs = nowMs;
    switch (frame.type) {
      case 'roster':
        this.#roster(frame);
        break;
      case 'gone':
        if (!this.#rosters.isStale(frame.conv, frame.version)) {
          this.#told(frame.conv, frame.version);
          this.#gone(frame.conv);
        }
        break;
      case 'renamed':
        this.#renamed(frame);
        break;
      case 'changes':
        this.#changes(frame);
        break;
      case 'entries':
        this.#relayed(frame);
        break;
      case 'receipt':
        this.#out.handleReceipt(frame, nowMs);
        break;
      case 'told':
        this.#out.handleTold(frame, nowMs);
        break;
      case 'refused':
        this.#refused(frame);
        break;
      case 'live':
        this.#effects.tell({ event: 'caught-up' });
        break;
      case 'signal':
        this.#signal(frame);
        break;
      case 'presence':
        this.#presence(frame);
        break;
      case 'typing':
        this.#typing(frame);
        break;
    }
  }

  /**
   * The conversation is there, so it is not taken for gone; what the server says about it next may be good again.
   *
   * @param {string} conversation @param {string} rule
   */
  handleUnreadable(conversation, rule) {
    this.#rosters.handleTold(conversation, 0);
    if (!this.#unreadable.has(conversation)) {
      this.#unreadable.add(conversation);
      const title = this.#rosters.get(conversation)?.title;
      const which = title ? ` ${title}` : '';
      const why = `since this program cannot read what the server says about it: ${rule}`;
      this.#effects.tell({ event: 'warning', message: `the conversation${which} is set aside, ${why}` });
    }
  }

  /** A session begins: what cannot be read is told anew. */
  handleLinkUp() {
    this.#unreadable.clear();
  }

  /** @param {import('../wire/types.js').Roster} told */
  #roster(told) {
    const { conv, version } = told;
    if (this.#rosters.isStale(conv, version)) {
      return;
    }
    this.#told(conv, version);
    const known = this.#rosters.get(conv);
    const before = this.#rosters.targets(conv);
    const directBefore = this.#rosters.directDevices(conv);
    const roster = this.#rosters.put(told);
    this.#effects.persistLazily({ write: 'roster-kept', roster });
    this.#changed(conv, before, directBefore);
    if (JSON.stringify(roster) !== JSON.stringify(known)) {
      this.#effects.tell({ event: 'roster-changed', roster });
    }
  }

  /** @param {import('../wire/types.js').Renamed} name */
  #renamed(name) {
    this.#keepKnown(() => {
      for (const roster of this.#rosters.handleRenamed(name)) {
        this.#effects.persistLazily({ write: 'roster-kept', roster });
        this.#effects.tell({ event: 'roster-changed', roster });
      }
    });
  }

  /**
   * Channels end first: nothing is posted beside one that is over at once.
   *
   * @param {string} conversation @param {Set<string>} before @param {Set<string>} directBefore
   */
  #changed(conversation, before, directBefore) {
    this.#wishes.handleChange(this.#nowMs);
    this.#ends.endOthers(this.#wishes.wanted(), this.#nowMs);
    this.#out.handleRoster(conversation, before, directBefore, this.#nowMs);
  }

  /** @param {string} conversation */
  #gone(conversation) {
    if (this.#rosters.get(conversation) === undefined) {
      return;
    }
    const before = this.#rosters.targets(conversation);
    this.#rosters.remove(conversation);
    this.#effects.persistLazily({ write: 'roster-gone', conversation });
    this.#changed(conversation, before, new Set());
    this.#effects.tell({ event: 'conversation-gone', conv: conversation });
  }

  /**
   * What could not be read has to be told again: then the next session begins from before it.
   *
   * @param {import('../wire/types.js').Changes} changes
   */
  #changes({ through, all }) {
    if (all) {
      this.#rosters.untold().forEach((conversation) => this.#gone(conversation));
    }
    if (this.#unreadable.size === 0) {
      this.#keepKnown(() => this.#rosters.handleChanges(through, all));
    }
  }

  /** @param {string} conversation @param {number} version */
  #told(conversation, version) {
    this.#keepKnown(() => this.#rosters.handleTold(conversation, version));
  }

  /** @param {() => void} change */
  #keepKnown(change) {
    const before = this.#rosters.known();
    change();
    const known = this.#rosters.known();
    if (known.through !== before.through || known.latest !== before.latest) {
      this.#effects.persistLazily({ write: 'changes-known', known });
    }
  }

  /** @param {import('../wire/types.js').Entries} entries */
  #relayed(entries) {
    if (!entries.stored) {
      this.#wishes.handleReachable(entries.device, this.#nowMs);
    }
    const broken = this.#in.handleEntries(entries, entries.stored ? 'store' : 'relay', 0, this.#nowMs);
    if (broken !== null) {
      this.#effects.tell({ event: 'warning', message: `entries of device ${entries.device} break a rule: ${broken}` });
    }
  }

  /** @param {import('../wire/types.js').Refused} refused */
  #refused(refused) {
    const { conv, device, epoch, target, code, message, retryAfterMs } = refused;
    if (conv !== undefined && device !== undefined && epoch !== undefined) {
      this.#out.handleRefused({ conv, device, epoch }, refused, this.#nowMs);
    } else if (target !== undefined) {
      this.#wishes.handleUnreachable(target, this.#nowMs);
      this.#effects.add({ effect: 'unreachable', device: target, retryAfterMs });
    } else {
      this.#effects.tell({ event: 'warning', message: `the server refused: ${code}, ${message}` });
    }
  }

  /** @param {import('../wire/types.js').Signal} signal */
  #signal({ conv: conversation, device, payload }) {
    if (this.#rosters.allDirectDevices().has(device)) {
      this.#wishes.handleReachable(device, this.#nowMs);
      this.#effects.add({ effect: 'signalled', conversation, device, payload });
    }
  }

  /** @param {import('../wire/types.js').Presence} presence */
  #presence({ account, state, lastSeenMs }) {
    if (account !== undefined) {
      this.#wishes.handlePresence(account, state !== 'offline', this.#nowMs);
      this.#effects.tell({ event: 'presence-changed', account, state, lastSeenMs });
    }
  }

  /** @param {import('../wire/types.js').Typing} typing */
  #typing({ conv, device, active }) {
    if (device !== undefined) {
      this.#effects.tell({ event: 'typing-changed', conv, device, active });
    }
  }
}

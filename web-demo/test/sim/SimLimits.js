import { atMost } from './SimViolation.js';

/** More than any device has: for each one entry that is read again passes a full outbox. */
const TARGETS = 8;

/** Holds what one device has in memory and in its outbox to its limits (I7). */
export class SimLimits {
  #scenario;
  #checker;
  #cameBack = 0;
  #cameBackBytes = 0;

  /** @param {import('./SimScenario.js').SimScenario} scenario @param {import('./SimChecker.js').SimChecker} checker */
  constructor(scenario, checker) {
    this.#scenario = scenario;
    this.#checker = checker;
  }

  /**
   * A device that begins with this, on a copy of a disk: there it may have come back.
   *
   * @param {import('../../lib/core/CoreLoad.js').CoreLoad} load
   */
  begins(load) {
    this.#cameBack = load.outboxEntries;
    this.#cameBackBytes = load.outboxBytes;
  }

  /** An entry that the server had taken over is in the outbox again; that may not be refused. @param {number} bytes */
  comesBack(bytes) {
    this.#cameBack++;
    this.#cameBackBytes += bytes;
  }

  /** Every queue of the device. @param {import('../../lib/core/CoreLoad.js').CoreLoad} load */
  check(load) {
    const { sender, receiver, server } = this.#scenario;
    atMost('I7 hold', load.pendingEntries, receiver.pendingEntries);
    atMost('I7 hold bytes', load.pendingBytes, receiver.pendingBytes);
    atMost('I7 window', load.unansweredEntries, server.windowEntries);
    const again = this.#checker.disksGoBack() ? TARGETS : 0;
    atMost('I7 outbox', load.outboxEntries, sender.outboxEntries + this.#cameBack + again);
    const mostBytes = sender.outboxBytes + this.#cameBackBytes + again * this.#scenario.bodyMaxBytes;
    atMost('I7 outbox bytes', load.outboxBytes, mostBytes);
    // One entry passes, whatever its size, or it would never.
    if (load.unansweredEntries > 1) {
      atMost('I7 window bytes', load.unansweredBytes, server.windowBytes);
    }
  }

  /** Bodies that come back into memory at a time. @param {import('../../lib/wire/types.js').Range[]} seqs */
  checkTranscriptRead(seqs) {
    const entries = seqs.reduce((sum, [from, through]) => sum + through - from + 1, 0);
    atMost('I7 transcript read', entries, this.#scenario.sender.transcriptEntries);
  }
}

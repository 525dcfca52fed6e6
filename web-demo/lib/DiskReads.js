/** How long after the disk has refused to read it is asked again. */
const AGAIN_MS = 1_000;

/** Reads of the disk for a core, which waits for each answer: one that the disk refuses is asked again until it is there. */
export class DiskReads {
  #timers;
  #over = false;

  /** @param {import('./drivers/Timers.js').Timers} timers */
  constructor(timers) {
    this.#timers = timers;
  }

  /**
   * @template T
   * @param {() => Promise<T>} question
   * @param {(found: T) => void} answer
   */
  read(question, answer) {
    question().then(
      (found) => this.#over || answer(found),
      () => this.#over || this.#timers.after(AGAIN_MS, () => this.read(question, answer)),
    );
  }

  /** Nothing is asked again, and nothing answered. */
  halt() {
    this.#over = true;
  }
}

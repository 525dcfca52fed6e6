/** When a device's core is called again: at the earliest deadline that it has named since. */
export class SimTimer {
  #atMs = Infinity;
  #later;
  #fire;

  /**
   * @param {(atMs: number, action: () => void) => void} later runs a task at a time of the world
   * @param {() => void} fire
   */
  constructor(later, fire) {
    this.#later = later;
    this.#fire = fire;
  }

  clear() {
    this.#atMs = Infinity;
  }

  /** @param {number} atMs */
  arm(atMs) {
    if (atMs < this.#atMs) {
      this.#atMs = atMs;
      this.#later(atMs, () => {
        if (this.#atMs === atMs) {
          this.#atMs = Infinity;
          this.#fire();
        }
      });
    }
  }
}

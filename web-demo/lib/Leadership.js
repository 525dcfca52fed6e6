import { Answers } from './Answers.js';
import { Device } from './Device.js';
import { diskTrouble } from './drivers/DiskTrouble.js';

/** What a tab has while it leads: the device itself, and what it has answered to the others. */
export class Leadership {
  /** @type {Device | undefined} */
  #device;
  /** @type {Answers | undefined} */
  #answers;
  /** @type {import('./drivers/ServerApi.js').Session | undefined} */
  #session;
  #identity;
  #data;
  #timers;
  #clock;
  #tell;
  #handleTakenOver;

  /**
   * Does not lead yet.
   *
   * @param {object} parts
   * @param {import('./drivers/schema.js').Identity} parts.identity
   * @param {import('./drivers/DeviceData.js').DeviceData} parts.data
   * @param {import('./drivers/ServerApi.js').Session} [parts.session] what signing in has just given, for the first time
   * @param {import('./drivers/Timers.js').Timers} parts.timers
   * @param {import('./drivers/PeerClock.js').PeerClock} parts.clock
   * @param {(event: import('./Peer.js').PeerEvent) => void} parts.tell what all tabs are to hear
   * @param {() => void} parts.handleTakenOver a write was refused, since another tab leads
   */
  constructor({ identity, data, session, timers, clock, tell, handleTakenOver }) {
    this.#identity = identity;
    this.#data = data;
    this.#session = session;
    this.#timers = timers;
    this.#clock = clock;
    this.#tell = tell;
    this.#handleTakenOver = handleTakenOver;
  }

  /** The device, while this tab leads. */
  device() {
    return this.#device;
  }

  /**
   * Takes the database over, and reads what the device needs.
   *
   * @param {string} name that no other tab has
   * @returns {Promise<() => void>} begins to lead
   */
  async load(name) {
    /** @type {Device | undefined} */
    let device;
    const state = await this.#data.lead(
      name,
      this.#timers,
      {
        handleDurable: (throughTicket, known) => device?.handleDurable(throughTicket, known),
        handleTrouble: (failure) => this.#tell({ event: 'warning', message: diskTrouble(failure) }),
        handleTakenOver: this.#handleTakenOver,
      },
      this.#clock.nowMs(),
    );
    return () => {
      device = new Device({
        identity: this.#identity,
        state,
        data: this.#data,
        session: this.#session,
        timers: this.#timers,
        clock: this.#clock,
        tell: this.#tell,
      });
      this.#session = undefined;
      this.#device = device;
      this.#answers = new Answers(device);
      device.start();
    };
  }

  /**
   * Carries out what a tab asks.
   *
   * @param {import('./Answers.js').Call} call
   * @returns {Promise<import('./Answers.js').Answer | undefined>} undefined where this tab does not lead, or no longer when it
   *   is done: whoever leads next is asked again
   */
  async answer(call) {
    const answers = this.#device && this.#answers;
    const answer = await answers?.to(call);
    return answers === this.#answers ? answer : undefined;
  }

  /** Ends at once: nothing is said or written any more. @returns {boolean} whether this tab led */
  halt() {
    const device = this.#over();
    device?.halt();
    return device !== undefined;
  }

  /** The page goes, now: what can be said without waiting is said. */
  leave() {
    this.#over()?.leave();
  }

  /** Ends in good order: nothing more is taken, what was taken is written and answered. */
  async close() {
    const device = this.#device;
    this.#device = undefined;
    await device?.close();
    await new Promise((done) => setTimeout(done)); // what has just been written is on its way to who asked
    this.#answers = undefined;
  }

  #over() {
    const device = this.#device;
    this.#device = undefined;
    this.#answers = undefined;
    return device;
  }
}

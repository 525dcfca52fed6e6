import { ApiError } from './drivers/ApiError.js';

/** What any tab may ask of the device; everything else is refused. */
const METHODS = /** @type {const} */ ([
  'send',
  'markRead',
  'typing',
  'presence',
  'paths',
  'open',
  'accountOf',
  'request',
  'changeConversation',
  'signOut',
  'blackHole',
]);

/**
 * @typedef {typeof METHODS[number]} Method
 * @typedef {{kind: 'call', id: string, method: Method, args: any[], repeated: boolean}} Call
 * @typedef {{kind: 'answer', id: string, value?: any, failure?: {name: string, status: number, code: string, message: string}}} Answer
 */

/**
 * What this tab has asked of the one that leads and has no answer to. When another begins to lead, all of it is asked
 * again: a message that was taken already is known by its id.
 */
export class Calls {
  /** @type {Map<string, {call: Call, settle: (answer: Answer) => void}>} */
  #open = new Map();
  #post;

  /** @param {(message: object) => void} post to the other tabs */
  constructor(post) {
    this.#post = post;
  }

  /**
   * Carries out a call here.
   *
   * @param {import('./Device.js').Device} device
   * @param {Method} method
   * @param {any[]} args
   * @param {boolean} repeated whether it may have been carried out before
   * @returns {Promise<any>}
   */
  static async run(device, method, args, repeated) {
    if (!METHODS.includes(method)) {
      throw new TypeError('no tab may ask for ' + method);
    }
    return method === 'send'
      ? device.send(args[0], args[1], args[2], repeated)
      : /** @type {any} */ (device)[method](...args);
  }

  /**
   * Carries out another tab's call.
   *
   * @param {import('./Device.js').Device} device
   * @param {Call} call
   * @returns {Promise<Answer>}
   */
  static async outcome(device, { id, method, args, repeated }) {
    try {
      return { kind: 'answer', id, value: await Calls.run(device, method, args, repeated) };
    } catch (failure) {
      const { name = 'Error', status = 0, code = 'failed', message = '' } = /** @type {any} */ (failure);
      return { kind: 'answer', id, failure: { name, status, code, message } };
    }
  }

  /**
   * Asks the tab that leads. There always is one, or this tab comes to lead: so an answer comes.
   *
   * @param {Method} method
   * @param {any[]} args
   * @param {(call: Call) => void} [here] answers it when this tab leads
   * @returns {Promise<any>}
   */
  ask(method, args, here) {
    const id = crypto.randomUUID();
    /** @type {Call} */
    const call = { kind: 'call', id, method, args, repeated: false };
    return new Promise((done, failed) => {
      const settle = (/** @type {Answer} */ { value, failure }) => {
        this.#open.delete(id);
        failure ? failed(revive(failure)) : done(value);
      };
      this.#open.set(id, { call, settle });
      here ? here(call) : this.#post(call);
    });
  }

  /**
   * Another tab leads from now on, or this one: what is open is asked again.
   *
   * @param {(call: Call) => void} [here] answers it when this tab leads
   */
  repeat(here) {
    for (const { call } of this.#open.values()) {
      call.repeated = true;
      here ? here(call) : this.#post(call);
    }
  }

  /** @param {Answer} answer heard from the tab that leads, or made here */
  handleAnswer(answer) {
    this.#open.get(answer.id)?.settle(answer);
  }

  /** Whether this tab has asked for it. @param {string} id */
  isOwn(id) {
    return this.#open.has(id);
  }

  /** Nobody answers any more. */
  close() {
    for (const { settle, call } of this.#open.values()) {
      settle({ kind: 'answer', id: call.id, failure: CLOSED });
    }
  }
}

const CLOSED = { name: 'ApiError', status: 0, code: 'closed', message: 'closed before it was done' };

/** @param {NonNullable<Answer['failure']>} failure */
function revive({ name, status, code, message }) {
  return Object.assign(new ApiError(status, code, message), { name });
}

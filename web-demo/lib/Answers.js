/**
 * What any tab may ask of the device; everything else is refused.
 */
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
  'connect',
  'signOut',
]);

/** Answers kept for calls that come again: far more than a tab has under way. */
const KEPT = 512;

/**
 * @typedef {typeof METHODS[number]} Method
 * @typedef {{kind: 'call', id: string, method: Method, args: any[], repeated: boolean}} Call `repeated`: it may have been
 *   carried out by another tab
 * @typedef {{kind: 'answer', id: string, value?: any, failure?: {name: string, status: number, code: string, message: string}}} Answer
 */

/** Carries out what tabs ask of the device, in the tab that leads. A call that comes twice is carried out once. */
export class Answers {
  /** @type {Map<string, Promise<Answer>>} by call */
  #known = new Map();
  #device;

  /** @param {import('./Device.js').Device} device */
  constructor(device) {
    this.#device = device;
  }

  /** @param {Call} call @returns {Promise<Answer>} which may be a failure; never fails itself */
  to(call) {
    let answer = this.#known.get(call.id);
    if (answer === undefined) {
      answer = this.#carryOut(call);
      this.#known.set(call.id, answer);
      if (this.#known.size > KEPT) {
        this.#known.delete(this.#known.keys().next().value ?? '');
      }
    }
    return answer;
  }

  /** @param {Call} call @returns {Promise<Answer>} */
  async #carryOut({ id, method, args, repeated }) {
    try {
      return { kind: 'answer', id, value: await this.#run(method, args, repeated) };
    } catch (failure) {
      const { name = 'Error', status = 0, code = 'failed', message = '' } = /** @type {any} */ (failure);
      return { kind: 'answer', id, failure: { name, status, code, message } };
    }
  }

  /** @param {Method} method @param {any[]} args @param {boolean} repeated @returns {Promise<any>} */
  async #run(method, args, repeated) {
    if (!METHODS.includes(method)) {
      throw new TypeError('no tab may ask for ' + method);
    }
    return method === 'send'
      ? this.#device.send(args[0], args[1], args[2], repeated)
      : /** @type {any} */ (this.#device)[method](...args);
  }
}

import { ApiError } from './drivers/ApiError.js';
import { SendRefused } from './SendRefused.js';

/** @typedef {import('./Answers.js').Method} Method */
/** @typedef {import('./Answers.js').Call} Call */
/** @typedef {import('./Answers.js').Answer} Answer */

/**
 * What this tab has asked of the one that leads and has no answer to. When another begins to lead, it is asked again, in
 * order: a message that was taken already is known by its id. What changes something at the server is not asked twice.
 */
export class Calls {
  /** @type {Map<string, {call: Call, settle: (answer: Answer) => void}>} */
  #open = new Map();
  #closed = false;
  #post;

  /** @param {(message: object) => void} post to the other tabs */
  constructor(post) {
    this.#post = post;
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
    if (this.#closed) {
      return Promise.reject(revive(CLOSED));
    }
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
   * @param {boolean} first whether no tab led before, so that nothing can have been carried out
   * @param {(call: Call) => void} [here] answers it when this tab leads
   */
  repeat(first, here) {
    for (const { call, settle } of this.#open.values()) {
      call.repeated = !first;
      if (call.repeated && !harmless(call)) {
        settle({ kind: 'answer', id: call.id, failure: INTERRUPTED });
      } else {
        here ? here(call) : this.#post(call);
      }
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
    this.#closed = true;
    for (const { settle, call } of this.#open.values()) {
      settle({ kind: 'answer', id: call.id, failure: CLOSED });
    }
  }
}

const CLOSED = { name: 'ApiError', status: 0, code: 'closed', message: 'closed before it was done; open it again' };

const INTERRUPTED = {
  name: 'ApiError',
  status: 0,
  code: 'interrupted',
  message: 'another tab took over before the answer came; look whether it was done, and do it again if it was not',
};

/** Whether nothing is done twice where it is carried out twice. @param {Call} call */
function harmless({ method, args: [first] }) {
  switch (method) {
    case 'request':
      return first === 'GET';
    case 'open':
      return first === 'direct';
    case 'changeConversation':
    case 'signOut':
      return false;
    default:
      return true;
  }
}

/** An error loses its class on its way between tabs. @param {NonNullable<Answer['failure']>} failure */
function revive({ name, status, code, message }) {
  switch (name) {
    case 'SendRefused':
      return new SendRefused(/** @type {SendRefused['code']} */ (code), message);
    case 'TypeError':
      return new TypeError(message);
    default:
      return Object.assign(new ApiError(status, code, message), { name });
  }
}

/** @typedef {import('../types.js').Draft} Draft */
/** @typedef {import('../types.js').Unsent} Unsent */
/** @typedef {import('../types.js').Failure} Failure */
/** @typedef {Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>} Store */

/** @typedef {{ draft: Draft, unsent: Unsent[] }} Kept */

/** @type {Failure} */
const INTERRUPTED = { what: 'The page was closed before this was saved.', todo: 'Send it again, or discard it.' };

/**
 * Texts being written, and what was handed over but is not durable yet, by conversation. Kept in the browser's storage
 * at each change, so that neither a reload nor a refusal loses a letter.
 */
export class Drafts {
  /** @type {Map<string, Kept>} */
  #kept = new Map();
  /** @type {Store} */
  #storage;
  /** @type {string} */
  #prefix;

  /**
   * @param {Store} storage
   * @param {string} device whose drafts
   */
  constructor(storage, device) {
    this.#storage = storage;
    this.#prefix = `plait-draft ${device} `;
  }

  /** @param {string} conv @returns {Draft} */
  of(conv) {
    return this.#load(conv).draft;
  }

  /** @param {string} conv @returns {Unsent[]} oldest first */
  unsent(conv) {
    return this.#load(conv).unsent;
  }

  /**
   * @param {string} conv
   * @param {Draft} draft
   */
  write(conv, draft) {
    this.#keep(conv, { ...this.#load(conv), draft });
  }

  /**
   * Keeps what is handed over until {@link drop}.
   *
   * @param {string} conv
   * @param {Unsent} unsent
   */
  hand(conv, unsent) {
    const kept = this.#load(conv);
    this.#keep(conv, { ...kept, unsent: [...kept.unsent.filter((other) => other.id !== unsent.id), unsent] });
  }

  /**
   * Forgets what is durable elsewhere now, or not wanted.
   *
   * @param {string} conv
   * @param {string} id
   */
  drop(conv, id) {
    const kept = this.#load(conv);
    if (!kept.unsent.some((unsent) => unsent.id === id)) return;
    this.#keep(conv, { ...kept, unsent: kept.unsent.filter((unsent) => unsent.id !== id) });
  }

  /**
   * Notes why one did not go out.
   *
   * @param {string} conv
   * @param {string} id
   * @param {Failure} failure
   */
  fail(conv, id, failure) {
    const kept = this.#load(conv);
    const unsent = kept.unsent.map((one) => (one.id === id ? { ...one, failure } : one));
    this.#keep(conv, { ...kept, unsent });
  }

  /**
   * Forgets all of a conversation.
   *
   * @param {string} conv
   */
  forget(conv) {
    this.#keep(conv, { draft: { text: '' }, unsent: [] });
  }

  /** @param {string} conv @returns {Kept} */
  #load(conv) {
    const known = this.#kept.get(conv);
    if (known) return known;
    /** @type {Kept} */
    const kept = { draft: { text: '' }, unsent: [] };
    try {
      const stored = JSON.parse(this.#storage.getItem(this.#prefix + conv) ?? '{}');
      if (typeof stored.draft?.text === 'string') kept.draft = stored.draft;
      if (Array.isArray(stored.unsent)) {
        kept.unsent = stored.unsent.map((/** @type {Unsent} */ one) => ({ failure: INTERRUPTED, ...one }));
      }
    } catch {
      // What is not readable is not a draft.
    }
    this.#kept.set(conv, kept);
    return kept;
  }

  /** @param {string} conv @param {Kept} kept */
  #keep(conv, kept) {
    this.#kept.set(conv, kept);
    const { draft, unsent } = kept;
    const empty = draft.text === '' && !draft.reply && !draft.edit && unsent.length === 0;
    try {
      if (empty) this.#storage.removeItem(this.#prefix + conv);
      else this.#storage.setItem(this.#prefix + conv, JSON.stringify(kept));
    } catch {
      // A full storage keeps what it had; the texts are still in the page.
    }
  }
}

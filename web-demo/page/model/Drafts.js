/** @typedef {import('../types.js').Draft} Draft */
/** @typedef {import('../types.js').Unsent} Unsent */
/** @typedef {import('../types.js').Failure} Failure */
/** @typedef {Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>} Store */

/**
 * What is kept of a conversation.
 *
 * @typedef {object} Kept
 * @property {string | null} stored what the storage held when it was last looked at
 * @property {Draft} draft
 * @property {Unsent[]} unsent
 */

/** @type {Failure} */
const INTERRUPTED = { what: 'The page was closed before this was saved.', todo: 'Send it again, or discard it.' };

/** Where a device's drafts are. @param {string} device */
export const draftKeys = (device) => `plait-draft ${device} `;

/**
 * Texts being written, and what was handed over but is not durable yet, by conversation. Kept in the browser's storage
 * at each change, so that neither a reload nor a refusal loses a letter. All tabs of a device share them: what the
 * storage says now counts, unless it had no room for the last change.
 */
export class Drafts {
  /** @type {Map<string, Kept>} */
  #kept = new Map();
  /** @type {Set<string>} ids of what this tab handed over */
  #handed = new Set();
  /** @type {Set<string>} ids of what no tab was busy with when it was found: what handed it over was closed */
  #interrupted = new Set();
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
    this.#prefix = draftKeys(device);
  }

  /** @param {string} conv @returns {Draft} */
  of(conv) {
    return this.#load(conv).draft;
  }

  /**
   * What has not been saved, without what another tab is busy with.
   *
   * @param {string} conv
   * @returns {Unsent[]} oldest first
   */
  unsent(conv) {
    return this.#load(conv).unsent.flatMap((one) => {
      if (one.failure || this.#handed.has(one.id)) return [one];
      return this.#interrupted.has(one.id) ? [{ ...one, failure: INTERRUPTED }] : [];
    });
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
    this.#handed.add(unsent.id);
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
    this.#handed.delete(id);
    this.#interrupted.delete(id);
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

  /** @param {string} conv @returns {Kept} */
  #load(conv) {
    const known = this.#kept.get(conv);
    const stored = this.#stored(conv);
    if (known && known.stored === stored) return known;
    const kept = { stored, ...parsed(stored) };
    if (!known) kept.unsent.forEach(({ id, failure }) => failure || this.#interrupted.add(id));
    this.#kept.set(conv, kept);
    return kept;
  }

  /** @param {string} conv @returns {string | null} */
  #stored(conv) {
    try {
      return this.#storage.getItem(this.#prefix + conv);
    } catch {
      return null; // the browser keeps nothing for this page any more
    }
  }

  /** @param {string} conv @param {Kept} kept */
  #keep(conv, { draft, unsent }) {
    const empty = draft.text === '' && !draft.reply && !draft.edit && unsent.length === 0;
    try {
      if (empty) this.#storage.removeItem(this.#prefix + conv);
      else this.#storage.setItem(this.#prefix + conv, JSON.stringify({ draft, unsent }));
    } catch {
      // A full storage keeps what it had; the texts are still in the page.
    }
    this.#kept.set(conv, { stored: this.#stored(conv), draft, unsent });
  }
}

/** @param {string | null} stored @returns {{ draft: Draft, unsent: Unsent[] }} empty for what cannot be read */
function parsed(stored) {
  try {
    const { draft, unsent } = JSON.parse(stored ?? '{}');
    return {
      draft: typeof draft?.text === 'string' ? draft : { text: '' },
      unsent: Array.isArray(unsent) ? unsent : [],
    };
  } catch {
    return { draft: { text: '' }, unsent: [] };
  }
}

/**
 * The draft with a text in it again that did not go out: with what it answers or changes.
 *
 * @param {Draft} draft what stands in the field now
 * @param {any} content of what did not go out
 * @param {string | undefined} quote what the message answered or changed says, if that is known
 * @returns {Draft}
 */
export function takenBack(draft, content, quote) {
  const text = String(content.text ?? '');
  const written = draft.edit ? (draft.before ?? '') : draft.text;
  if (content.kind === 'edit') return { text, edit: content.message, quote, before: written };
  const both = [written, text].filter(Boolean).join('\n');
  if (content.kind === 'reply') return { text: both, reply: content.message, quote };
  return draft.edit ? { text: both } : { ...draft, text: both };
}

import { compareTranscript } from '../clock/TranscriptOrder.js';

/**
 * An entry as far as it matters here.
 *
 * @typedef {import('../clock/TranscriptOrder.js').TranscriptOrder & {id: string, content: import('../content/Content.js').Content}} Said
 */

/**
 * How a message reads now.
 *
 * @typedef {object} Reading
 * @property {string} text as last changed; empty when it is deleted, so that nobody shows it by mistake
 * @property {boolean} edited
 * @property {boolean} deleted
 * @property {{ emoji: string, accounts: string[] }[]} reactions in the order of their first; accounts in the order of theirs.
 *   None when it is deleted
 */

/**
 * What was said about messages after them: changed texts, deletes, reactions (CNT-4). An edit or delete counts only from
 * the account that wrote the message. Amendments may be added in any order, before the message too: the last one in the
 * order of the conversation counts (CLK-4). Each is to be added once.
 */
export class Amendments {
  /** @type {Map<string, Said[]>} in order, by the id of the message amended */
  #byMessage = new Map();
  #accountOf;

  /** @param {(device: string) => string} accountOf account of a device; the device itself where that is not known */
  constructor(accountOf) {
    this.#accountOf = accountOf;
  }

  /**
   * Takes in an entry that may amend a message.
   *
   * @param {Said} entry
   * @returns {string | undefined} the id of the message amended; undefined when it amends none
   */
  add(entry) {
    const message = amended(entry.content);
    if (message !== undefined) {
      const all = this.#byMessage.get(message) ?? [];
      const at = all.findLastIndex((other) => compareTranscript(other, entry) <= 0) + 1;
      all.splice(at, 0, entry);
      this.#byMessage.set(message, all);
    }
    return message;
  }

  /** Forgets one that was added. @param {Said} entry */
  remove(entry) {
    const message = amended(entry.content);
    const all = message === undefined ? [] : (this.#byMessage.get(message) ?? []);
    const at = all.indexOf(entry);
    if (at >= 0) {
      all.splice(at, 1);
    }
  }

  /**
   * Works out how a message reads with what has been added so far.
   *
   * @param {Said} entry a text or reply; anything else has no text
   * @returns {Reading}
   */
  reading(entry) {
    const author = this.#accountOf(entry.device);
    const reading = { text: 'text' in entry.content ? entry.content.text : '', edited: false, deleted: false };
    /** @type {Map<string, Set<string>>} */
    const reactions = new Map();
    for (const { device, content } of this.#byMessage.get(entry.id) ?? []) {
      const account = this.#accountOf(device);
      if (content.kind === 'reaction') {
        react(reactions, account, content);
      } else if (account === author && content.kind === 'delete') {
        reading.deleted = true;
      } else if (account === author && content.kind === 'edit') {
        reading.text = content.text;
        reading.edited = true;
      }
    }
    if (reading.deleted) {
      return { text: '', edited: false, deleted: true, reactions: [] };
    }
    const standing = [...reactions].filter(([, accounts]) => accounts.size > 0);
    return { ...reading, reactions: standing.map(([emoji, accounts]) => ({ emoji, accounts: [...accounts] })) };
  }
}

/** @param {import('../content/Content.js').Content} content @returns {string | undefined} the message that it is about */
function amended(content) {
  const { kind } = content;
  return kind === 'edit' || kind === 'delete' || kind === 'reaction' ? content.message : undefined;
}

/**
 * @param {Map<string, Set<string>>} reactions
 * @param {string} account
 * @param {import('../content/Content.js').Reaction} content
 */
function react(reactions, account, { emoji, removed }) {
  const accounts = reactions.get(emoji) ?? new Set();
  if (removed) {
    accounts.delete(account);
  } else {
    accounts.add(account);
  }
  reactions.set(emoji, accounts);
}

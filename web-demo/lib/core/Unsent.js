import { ContentCodec } from '../codec/ContentCodec.js';
import { Limits } from '../wire/Limits.js';

/** @typedef {import('../wire/types.js').Entry} Entry */
/** @typedef {import('../content/Content.js').Content} Content */

/**
 * Own entries that were never on a path: said while none led to anybody, and kept back until it is on disk that they go.
 * So their words can still be taken back (CNT-5). They are the last of their stream.
 */
export class Unsent {
  /** @type {Map<string, Entry[]>} */
  #byConversation = new Map();
  #rosters;
  #paths;

  /** @param {import('./Rosters.js').Rosters} rosters @param {import('./DevicePaths.js').DevicePaths} paths */
  constructor(rosters, paths) {
    this.#rosters = rosters;
    this.#paths = paths;
  }

  /** Takes over what the disk says was never on a path. @param {string} conversation @param {Entry[]} entries */
  restore(conversation, entries) {
    if (entries.length > 0) {
      this.#byConversation.set(conversation, [...entries]);
    }
  }

  /** Whether what is said now is kept back. @param {string} conversation */
  keeps(conversation) {
    return this.#byConversation.has(conversation) || !this.#isReached(conversation);
  }

  /** @param {string} conversation */
  #isReached(conversation) {
    const targets = [...this.#rosters.targets(conversation)];
    return targets.length === 0 || targets.some((target) => this.#paths.pathTo(target) !== 'none');
  }

  /** Lets everything go when there is a path; the last seq that goes, 0 when nothing does. @param {string} conversation */
  letGo(conversation) {
    const kept = this.#byConversation.get(conversation);
    if (kept === undefined || !this.#isReached(conversation)) {
      return 0;
    }
    this.#byConversation.delete(conversation);
    return kept[kept.length - 1].seq;
  }

  /**
   * Keeps an entry back. What it edits or deletes is said anew, in its words or in none; returns that.
   *
   * @param {string} conversation @param {Entry} entry
   * @param {number} roomBytes by how much all of them may grow
   */
  keep(conversation, entry, roomBytes) {
    const kept = this.#byConversation.get(conversation) ?? [];
    this.#byConversation.set(conversation, kept);
    const content = ContentCodec.decode(entry.body);
    /** @type {Entry[]} */
    let anew = [];
    if (content.kind === 'edit' || content.kind === 'delete') {
      anew = reword(kept, content.message, content.kind === 'edit' ? content.text : '', roomBytes);
    }
    kept.push(entry);
    return anew;
  }
}

/** @param {Entry[]} kept @param {string} message @param {string} text @param {number} roomBytes */
function reword(kept, message, text, roomBytes) {
  const anew = [];
  let room = roomBytes;
  for (const [i, entry] of kept.entries()) {
    const content = ContentCodec.decode(entry.body);
    const isIt = content.kind === 'edit' ? content.message === message : entry.id === message;
    if (isIt && 'text' in content && content.text !== text) {
      let body = ContentCodec.encode({ ...content, text });
      if (body.length > Math.min(Limits.BODY_BYTES, entry.body.length + room)) {
        body = ContentCodec.encode({ ...content, text: '' });
      }
      room -= body.length - entry.body.length;
      kept[i] = { ...entry, body };
      anew.push(kept[i]);
    }
  }
  return anew;
}

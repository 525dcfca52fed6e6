import { ContentCodec } from '../../lib/codec/ContentCodec.js';
import { SimViolation } from './SimViolation.js';

/** @typedef {import('../../lib/wire/types.js').Entry} Entry */

const BRACE = 0x7b;

/** Whether a body may say something; others are there for their size. @param {{ body: Uint8Array }} entry */
export function isWorded({ body }) {
  return body[0] === BRACE;
}

/**
 * Holds that words which were edited or deleted before there was a path reach no disk but their own, and that what may
 * have been on a path says the same for good (CNT-5). Words of two messages are never the same.
 */
export class SimWords {
  /** @type {Map<object, Map<string, string>>} by disk what was said since there was a path last: words to their message */
  #pathless = new Map();
  /** @type {Map<string, string[]>} what an edit or delete takes back once it is on disk, by its id */
  #taking = new Map();
  /** @type {Set<string>} */
  #takenBack = new Set();
  /** @type {Set<string>} */
  #onPaths = new Set();
  /** @type {Set<string>} */
  #reworded = new Set();
  #asked = false;

  /** There are messages whose words are looked at; without them nothing is. */
  watch() {
    this.#asked = true;
  }

  watches() {
    return this.#asked;
  }

  /** A device writes an own entry. @param {object} disk @param {Entry} entry @param {boolean} hasPath to anybody */
  writing(disk, entry, hasPath) {
    if (!this.#asked || !isWorded(entry)) {
      return;
    }
    const here = this.#pathless.get(disk) ?? new Map();
    this.#pathless.set(disk, here);
    const content = ContentCodec.decode(entry.body);
    if (content.kind === 'text') {
      here.set(content.text, entry.id);
    } else if (content.kind === 'edit' || content.kind === 'delete') {
      const taken = [...here].filter(([, message]) => message === content.message);
      this.#taking.set(
        entry.id,
        taken.map(([words]) => words),
      );
      if (content.kind === 'edit') {
        here.set(content.text, content.message);
      }
    }
    if (hasPath) {
      here.clear();
      this.#taking.delete(entry.id);
    }
  }

  /** An own entry is on disk. @param {import('./SimWorld.js').SimWorld} world @param {Entry} entry */
  written(world, { id }) {
    const taken = this.#taking.get(id) ?? [];
    this.#taking.delete(id);
    world.counts.add('wordsTakenBack', taken.length);
    taken.forEach((words) => this.#takenBack.add(words));
  }

  /** A device has a path to somebody, or its disk is copied, which may then have one. @param {object} disk */
  mayGo(disk) {
    this.#pathless.delete(disk);
    this.#taking.clear();
  }

  /** An entry is put on a path. @param {Entry} entry */
  onPath({ id }) {
    if (this.#asked) {
      this.#onPaths.add(id);
    }
  }

  /** An own entry says something else from now on. @param {Entry} anew @param {boolean} copied its device may have copies */
  says({ id }, copied) {
    this.#reworded.add(id);
    if (!copied && this.#onPaths.has(id)) {
      throw new SimViolation('CNT-5 said otherwise', `${id} was on a path before`);
    }
  }

  /** Whether an entry may have said something else before. @param {string} id */
  wasReworded(id) {
    return this.#reworded.has(id);
  }

  /** An entry reaches a disk that is not its sender's. @param {string} where @param {Entry} entry */
  reaches(where, entry) {
    if (this.#takenBack.size === 0 || !isWorded(entry)) {
      return;
    }
    const content = ContentCodec.decode(entry.body);
    if ((content.kind === 'text' || content.kind === 'edit') && this.#takenBack.has(content.text)) {
      throw new SimViolation('CNT-5 taken back', `${entry.seq} in its old words at ${where}`);
    }
  }
}

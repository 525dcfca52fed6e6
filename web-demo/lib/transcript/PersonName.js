import { visibleText } from './VisibleText.js';

/**
 * How somebody else is named. The handle is the server's and of one person only; everything else is what that person
 * chose, and never stands without it (TRS-6). So no two people have the same label, and none has the word that stands for
 * oneself.
 *
 * @typedef {object} PersonName
 * @property {string} name what to show first: the display name, or the handle
 * @property {string} handle to show beside it; empty when the name says it already
 */

/** What readers call oneself; a handle may be the same word. */
const RESERVED = ['me', 'you'];

/** Enough of a device's id to tell one from another. */
const ID_CHARS = 8;

/**
 * Names an account.
 *
 * @param {{ handle: string, displayName?: string }} person
 * @returns {PersonName}
 */
export function personName({ handle, displayName = '' }) {
  const known = visibleText(handle);
  const chosen = visibleText(displayName);
  if (chosen === '' || lower(chosen) === lower(known)) {
    const name = chosen || known;
    return { name: RESERVED.includes(lower(name)) ? '@' + name : name, handle: '' };
  }
  return { name: chosen, handle: known };
}

/** Names the owner of a device of which nothing else is known. @param {string} device @returns {PersonName} */
export function unknownPerson(device) {
  return { name: `somebody who left (${device.slice(0, ID_CHARS)})`, handle: '' };
}

/** One text for all of it; the handle comes first, so that nothing chosen can pass for it. @param {PersonName} name */
export const nameLabel = ({ name, handle }) => (handle === '' ? name : `${handle} (${name})`);

/** @param {string} text @returns {string} with a to z for A to Z, and nothing else changed */
const lower = (text) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

// What a roster says about a conversation.

import { conversationName, nameLabel, personName } from '../library.js';
import { firstLetter, isolated } from './text.js';

/** @typedef {import('../types.js').Roster} Roster */
/** @typedef {import('../types.js').Member} Member */
/** @typedef {import('../types.js').Conversation} Conversation */

/** Later than any message. */
const NOW = Number.MAX_SAFE_INTEGER;

/** @param {Roster} roster @param {string} me @returns {Member[]} */
export const othersOf = (roster, me) => roster.members.filter((member) => member.account !== me);

/** What to call somebody; nobody else is called so. @param {{ handle: string, displayName?: string }} member */
export const memberName = (member) => nameLabel(personName(member));

/**
 * Whether the own account has yet to accept.
 *
 * @param {Roster} roster
 * @param {string} me
 */
export const isRequest = (roster, me) => !roster.members.some((member) => member.account === me && member.accepted);

/**
 * Whether nobody else has accepted yet.
 *
 * @param {Roster} roster
 * @param {string} me
 */
export function isWaiting(roster, me) {
  const others = othersOf(roster, me);
  return others.length > 0 && !others.some((member) => member.accepted || isDeleted(member));
}

/**
 * @param {Roster} roster
 * @param {string} me
 */
export const isOwner = (roster, me) => roster.members.some((member) => member.account === me && member.owner === true);

/**
 * Whether somebody has deleted the account; a server says it so (docs/protocol.md, SES-3).
 *
 * @param {Member} member
 */
export const isDeleted = (member) =>
  !member.accepted && member.devices.length === 0 && member.displayName === 'account deleted';

/**
 * What a conversation is called, without the mark of a group: whoever shows it marks groups.
 *
 * @param {Roster} roster
 * @param {string} me
 * @returns {string}
 */
export const titleOf = (roster, me) => nameLabel(conversationName(roster, me));

/** The same for the middle of a sentence, groups marked as such. @param {Roster} roster @param {string} me */
export const calledOf = (roster, me) => (roster.kind === 'group' ? 'the group ' : '') + isolated(titleOf(roster, me));

/** Its name for its avatar. @param {Roster} roster @param {string} me */
export const shortTitleOf = (roster, me) => conversationName(roster, me).name;

/**
 * Who has not accepted: requests of others, newest first; then all conversations by their last message. Where nothing is
 * written yet it begins now.
 *
 * @param {Iterable<Conversation>} conversations
 * @param {string} me
 * @returns {{ requests: Conversation[], rest: Conversation[] }}
 */
export function inOrder(conversations, me) {
  /** @type {Conversation[]} */
  const requests = [];
  /** @type {Conversation[]} */
  const rest = [];
  for (const conversation of conversations) (isRequest(conversation.roster, me) ? requests : rest).push(conversation);
  const newest = (/** @type {Conversation} */ a, /** @type {Conversation} */ b) =>
    (b.last?.atMs ?? NOW) - (a.last?.atMs ?? NOW) || titleOf(a.roster, me).localeCompare(titleOf(b.roster, me));
  return { requests: requests.sort(newest), rest: rest.sort(newest) };
}

/**
 * One or two letters for a name.
 *
 * @param {string} name
 */
export function initials(name) {
  const words = name
    .trim()
    .split(/[\s\p{P}]+/u)
    .filter(Boolean);
  const letters = words.slice(0, 2).map(firstLetter);
  return letters.join('').toUpperCase() || '?';
}

/**
 * A number of 0 to 7 that stays the same for an id, for its colour.
 *
 * @param {string} id
 */
export function hueOf(id) {
  let hash = 0;
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash % 8;
}

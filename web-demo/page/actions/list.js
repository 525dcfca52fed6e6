// The list of conversations: what the disk says of them, and what has been told since.
import { context, changed, nobody, tell } from '../context.js';
import { describe } from '../model/failure.js';
import { beginning } from '../model/text.js';
import { learn } from './people.js';

/** @typedef {import('../types.js').Entry} Entry */
/** @typedef {import('../types.js').Roster} Roster */
/** @typedef {import('../types.js').Conversation} Conversation */

const { state } = context;

/** Summaries are read again this long after something that changes them, however much of it there is. */
const SUMMARIES_MS = 300;

/** Letters of a message in the list. */
const PREVIEW = 200;

/** @type {Set<string> | undefined} conversations that events told of while the list is read: they know better */
let toldMeanwhile;

/** Reads the list. */
export async function loadConversations() {
  const told = (toldMeanwhile = new Set());
  const rosters = await context.peer.conversations();
  toldMeanwhile = undefined;
  for (const roster of rosters) if (!told.has(roster.conv)) takeRoster(roster);
  await readSummaries();
  changed();
}

/** @type {Set<string | undefined>} conversations whose summary is to be read again; undefined stands for all */
const wanted = new Set();

/**
 * Reads last message and unread count again soon: something was read elsewhere, changed or deleted.
 *
 * @param {string} [conv] all conversations when left out
 */
export function refreshSummaries(conv) {
  const waiting = wanted.size > 0;
  wanted.add(conv);
  if (waiting) return;
  setTimeout(async () => {
    const convs = wanted.has(undefined) ? [undefined] : [...wanted];
    wanted.clear();
    const { peer } = context;
    if (peer === nobody) return;
    try {
      for (const one of convs) await readSummaries(one);
    } catch (error) {
      if (context.peer === peer) tell({ tone: 'bad', ...describe(error, 'The list may be out of date') });
    }
    changed();
  }, SUMMARIES_MS);
}

/** @param {string} [only] */
async function readSummaries(only) {
  const { peer } = context;
  const before = new Map([...state.conversations].map(([conv, { news }]) => [conv, news]));
  const summaries = await peer.summaries(only);
  if (context.peer !== peer) return;
  for (const { conv, last, unread } of summaries) {
    const conversation = state.conversations.get(conv);
    if (!conversation) continue;
    if (conversation.news !== before.get(conv)) {
      refreshSummaries(conv);
      continue;
    }
    conversation.unread = unread;
    conversation.last = last && previewOf(last);
  }
}

/**
 * Shows an entry in the list when it is the newest message.
 *
 * @param {Conversation} conversation
 * @param {Entry} entry
 */
export function preview(conversation, entry) {
  const { kind } = entry.content;
  if (kind === 'edit' || kind === 'delete') refreshSummaries(entry.conv);
  if (kind !== 'text' && kind !== 'reply') return;
  conversation.news++;
  if (conversation.last && conversation.last.hlc > entry.hlc) return;
  conversation.last = previewOf(entry);
}

/** @param {Entry} entry a message */
function previewOf({ device, content, atMs, hlc }) {
  return { account: state.people.accountOf(device), text: beginning(String(content.text), PREVIEW), atMs, hlc };
}

/**
 * Takes in a conversation as the disk or an answer of the server has it. An event may have told of a later version.
 *
 * @param {Roster & { conversation?: string }} told the HTTP page calls `conv` `conversation`
 * @returns {Conversation}
 */
export function takeRoster(told) {
  const roster = { ...told, conv: told.conv ?? told.conversation };
  const known = state.conversations.get(roster.conv);
  return known && known.roster.version > roster.version ? known : putRoster(roster);
}

/**
 * Takes in what an event tells: the first version of a session counts though it may be lower.
 *
 * @param {Roster} roster
 * @returns {Conversation}
 */
export function rosterTold(roster) {
  toldMeanwhile?.add(roster.conv);
  return putRoster(roster);
}

/** @param {string} conv this account is out of it, as an event tells */
export function goneTold(conv) {
  toldMeanwhile?.add(conv);
}

/** @param {Roster} roster @returns {Conversation} */
function putRoster(roster) {
  learn(roster);
  const known = state.conversations.get(roster.conv);
  if (known) {
    known.roster = roster;
    return known;
  }
  /** @type {Conversation} */
  const conversation = { roster, unread: 0, news: 0, busy: '', typing: new Map(), paths: [] };
  state.conversations.set(roster.conv, conversation);
  return conversation;
}

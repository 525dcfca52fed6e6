// The list of conversations, and which one is on the screen.
import { context, changed, attempt, focusOn, tell } from '../context.js';
import { countedDevices } from '../library.js';
import { describe } from '../model/failure.js';
import { isRequest, othersOf, titleOf } from '../model/rosters.js';
import { Transcript } from '../model/Transcript.js';
import { firstUnread } from '../model/rows.js';
import { noteConversation } from './address.js';
import { markReadSoon } from './reading.js';
import { closePanel, refreshPaths } from './panel.js';
import { learn } from './people.js';
import { stopTyping } from './typing.js';

/** @typedef {import('../types.js').Entry} Entry */
/** @typedef {import('../types.js').Roster} Roster */
/** @typedef {import('../types.js').Conversation} Conversation */

const { state } = context;

/** Entries read at a time. */
const PAGE = 100;

/** Shown messages that a page should bring; markers and edits fill pages too. */
const ENOUGH = 40;

/** Reads the list. */
export async function loadConversations() {
  for (const roster of await context.peer.conversations()) takeRoster(roster);
  await readSummaries();
  changed();
}

let summariesWanted = false;

/** Reads last messages and unread counts again soon: something was read elsewhere, changed or deleted. */
export function refreshSummaries() {
  if (summariesWanted) return;
  summariesWanted = true;
  setTimeout(async () => {
    summariesWanted = false;
    await attempt('The list may be out of date', readSummaries);
    changed();
  }, 300);
}

async function readSummaries() {
  const before = new Map([...state.conversations].map(([conv, { last }]) => [conv, last]));
  for (const { conv, last, unread } of await context.peer.summaries()) {
    const conversation = state.conversations.get(conv);
    // A message that came while this was read is newer.
    if (!conversation || conversation.last !== before.get(conv)) continue;
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
  if (kind === 'edit' || kind === 'delete') refreshSummaries();
  if (kind !== 'text' && kind !== 'reply') return;
  if (conversation.last && conversation.last.hlc > entry.hlc) return;
  conversation.last = previewOf(entry);
}

/** @param {Entry} entry a message */
function previewOf({ device, content, atMs, hlc }) {
  return { account: state.people.accountOf(device), text: String(content.text).slice(0, 200), atMs, hlc };
}

/**
 * Takes in a conversation that is new or has changed.
 *
 * @param {Roster & { conversation?: string }} told the HTTP page calls `conv` `conversation`
 * @returns {Conversation}
 */
export function takeRoster(told) {
  const roster = { ...told, conv: told.conv ?? told.conversation };
  learn(roster);
  const known = state.conversations.get(roster.conv);
  if (known) {
    known.roster = roster;
    return known;
  }
  /** @type {Conversation} */
  const conversation = { roster, unread: 0, typing: new Map(), paths: [] };
  state.conversations.set(roster.conv, conversation);
  return conversation;
}

/**
 * Puts a conversation on the screen.
 *
 * @param {string} conv
 * @param {{ focus?: boolean }} [how]
 */
export async function openConversation(conv, { focus = true } = {}) {
  const conversation = state.conversations.get(conv);
  if (!conversation) return;
  if (state.open?.conv === conv) return focusComposer(focus);
  stopTyping();
  noteConversation(conv, state.open === undefined);
  if (state.panel !== 'path') closePanel();
  const transcript = new Transcript(
    (device) => state.people.accountOf(device),
    state.me.account,
    () => countedDevices(conversation.roster.members, state.me.account),
  );
  /** @type {import('../state.js').Open} */
  const open = {
    conv,
    transcript,
    phase: 'loading',
    complete: false,
    oldest: undefined,
    through: null,
    atBottom: true,
    below: 0,
    firstNew: undefined,
    active: undefined,
    flash: undefined,
  };
  state.open = open;
  focusComposer(focus);
  void refreshPaths();
  await loadOlder();
  open.firstNew = firstUnread(transcript.items(), conversation.unread);
  markReadSoon();
  changed();
}

/** @param {boolean} focus */
function focusComposer(focus) {
  const touch = matchMedia('(pointer: coarse)').matches;
  if (focus) focusOn(touch ? '.conversation h2' : '#composer, .request button');
  else changed();
}

/** Reads a page of older messages of the conversation on the screen. */
export async function loadOlder() {
  const open = state.open;
  if (!open || open.complete || open.phase === 'older' || open.phase === 'seeking') return;
  open.phase = open.oldest ? 'older' : 'loading';
  open.failure = undefined;
  changed();
  try {
    const before = open.transcript.items().length;
    while (!open.complete && open.transcript.items().length - before < ENOUGH) await readPage(open);
    open.phase = 'ready';
  } catch (error) {
    open.phase = 'failed';
    open.failure = describe(error, 'Older messages could not be read');
  }
  for (const unsent of state.drafts.unsent(open.conv)) {
    if (open.transcript.find(unsent.id)) state.drafts.drop(open.conv, unsent.id);
  }
  changed();
}

/**
 * Reads one page.
 *
 * @param {import('../state.js').Open} open
 * @param {number} [limit]
 */
export async function readPage(open, limit = PAGE) {
  /** @type {Entry[]} */
  const entries = await context.peer.history(open.conv, { limit, before: open.oldest });
  for (const entry of entries) open.transcript.add(entry);
  if (entries.length > 0) open.oldest = entries[0];
  if (entries.length < limit) open.complete = true;
}

/** Back to the list. */
export function closeConversation() {
  const conv = state.open?.conv;
  if (!conv) return;
  stopTyping();
  closePanel();
  state.open = undefined;
  state.menu = undefined;
  noteConversation(undefined, false);
  focusOn(`[data-conv="${conv}"]`);
}

/** The browser's back and forward buttons. @param {string | undefined} conv */
export async function followAddress(conv) {
  if (state.screen !== 'chat' || state.open?.conv === conv) return;
  if (conv && state.conversations.has(conv)) await openConversation(conv);
  else closeConversation();
}

/**
 * Opens the conversation with somebody, a new one or the one there is.
 *
 * @param {string} handle
 */
export async function openWith(handle) {
  await attempt(`The conversation with ${handle} was not begun`, async () => {
    const roster = await context.peer.openDirect(handle);
    takeRoster(roster);
    await openConversation(roster.conv);
  });
}

/** @param {string} conv */
export async function accept(conv) {
  await attempt('The request was not accepted', async () => {
    const roster = await context.peer.accept(conv);
    if (roster?.members) takeRoster(roster);
    if (state.trial?.window === 'first') state.trial = undefined;
    await openConversation(conv);
    focusComposer(true);
  });
}

/**
 * Asks before blocking.
 *
 * @param {string} conv
 */
export function askToBlock(conv) {
  const conversation = state.conversations.get(conv);
  if (!conversation) return;
  const { roster } = conversation;
  const group = roster.kind === 'group';
  const name = titleOf(roster, state.me.account);
  const request = isRequest(roster, state.me.account);
  state.dialog = {
    kind: 'confirm',
    title: group ? `Leave ${name} and block who invited you?` : `Block ${name}?`,
    text: 'They can no longer write to you, and are not told. You can take it back in your settings.',
    label: request ? 'Block' : 'Block and leave',
    busy: false,
    run: async () => {
      await context.peer.block(conv);
      goneFrom(conv);
      tell({ tone: 'good', what: `${name} is blocked.`, todo: 'Settings, blocked people, takes it back.' });
    },
  };
  changed();
}

/**
 * A conversation that this account is out of.
 *
 * @param {string} conv
 */
export function goneFrom(conv) {
  if (state.open?.conv === conv) closeConversation();
  state.conversations.delete(conv);
  changed();
}

/**
 * Whether somebody else in a conversation is there.
 *
 * @param {Conversation} conversation
 */
export function somebodyThere(conversation) {
  return othersOf(conversation.roster, state.me.account).some((member) => {
    const presence = state.presence.get(member.account)?.state;
    return presence === 'online' || presence === 'away';
  });
}

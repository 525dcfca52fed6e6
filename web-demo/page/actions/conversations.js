// The conversation on the screen, and what is done with whole conversations.
import { context, changed, attempt, focusOn, tell } from '../context.js';
import { countedDevices } from '../library.js';
import { describe } from '../model/failure.js';
import { calledOf, isRequest, othersOf } from '../model/rosters.js';
import { Transcript } from '../model/Transcript.js';
import { COUNTED_UNREAD, firstUnread } from '../model/rows.js';
import { noteConversation } from './address.js';
import { ask } from './dialog.js';
import { takeRoster } from './list.js';
import { markReadSoon } from './reading.js';
import { lookAtRequest } from './requests.js';
import { closePanel, refreshPaths } from './panel.js';
import { stopTyping } from './typing.js';

/** @typedef {import('../types.js').Entry} Entry */
/** @typedef {import('../types.js').Conversation} Conversation */

const { state } = context;

/** Entries read at a time. */
const PAGE = 100;

/** Shown messages that a page should bring; markers and edits fill pages too. */
const ENOUGH = 40;

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
  if (isRequest(conversation.roster, state.me.account)) void lookAtRequest(open);
  const firstNew = () => firstUnread(transcript.items(), conversation.unread);
  const known = () => conversation.unread > 0 && conversation.unread < COUNTED_UNREAD;
  await loadOlder(() => !known() || firstNew() !== undefined);
  if (known()) open.firstNew = firstNew();
  markReadSoon();
  changed();
}

/** @param {boolean} focus */
function focusComposer(focus) {
  const touch = matchMedia('(pointer: coarse)').matches;
  if (focus) focusOn(touch ? '.conversation h2' : '#composer, .request button');
  else changed();
}

/**
 * Reads a page of older messages of the conversation on the screen.
 *
 * @param {() => boolean} [enough] whether what must be loaded is
 */
export async function loadOlder(enough = () => true) {
  const open = state.open;
  if (!open || open.complete || open.phase === 'older' || open.phase === 'seeking') return;
  open.phase = open.oldest ? 'older' : 'loading';
  open.failure = undefined;
  changed();
  try {
    const before = open.transcript.items().length;
    const few = () => open.transcript.items().length - before < ENOUGH;
    while (!open.complete && (few() || !enough())) await readPage(open);
    open.phase = 'ready';
  } catch (error) {
    open.phase = 'failed';
    open.failure = describe(error, 'Older messages could not be read');
  }
  dropSaid(open);
  changed();
}

/** What is durable is not unsent. @param {import('../state.js').Open} open */
function dropSaid({ conv, transcript }) {
  for (const unsent of state.drafts.unsent(conv)) {
    if (transcript.hasSaid(unsent.id)) state.drafts.drop(conv, unsent.id);
  }
}

/** Reads again what is on the screen: events may have passed this tab by. */
export async function readAgain() {
  const open = state.open;
  if (!open) return;
  for (let before, known = false; !known;) {
    /** @type {Entry[]} */
    const entries = await context.peer.history(open.conv, { limit: PAGE, before });
    const wereThere = entries.filter((entry) => open.transcript.takeRead(entry)).length;
    before = entries[0];
    // Beyond the oldest one that was loaded nothing can be missing.
    known = wereThere === entries.length || entries.length < PAGE || before.hlc <= (open.oldest?.hlc ?? 0n);
  }
  dropSaid(open);
  markReadSoon();
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
  const conversation = state.conversations.get(conv);
  if (!conversation || conversation.busy) return;
  conversation.busy = 'Accepting…';
  changed();
  await attempt('The request was not accepted', async () => {
    const roster = await context.peer.accept(conv);
    if (roster?.members) takeRoster(roster);
    await openConversation(conv);
    markReadSoon();
    focusComposer(true);
  });
  conversation.busy = '';
  changed();
}

/**
 * Says no to a request, which is gone then. Who asked may ask again.
 *
 * @param {string} conv
 */
export async function decline(conv) {
  const conversation = state.conversations.get(conv);
  if (!conversation || conversation.busy) return;
  conversation.busy = 'Declining…';
  changed();
  await attempt('The request was not declined', () => outOf(conv, () => context.peer.decline(conv)));
  conversation.busy = '';
  changed();
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
  const name = calledOf(roster, state.me.account);
  const request = isRequest(roster, state.me.account);
  ask({
    title: group ? `Leave ${name} and block who invited you?` : `Block ${name}?`,
    text: 'They can no longer write to you, and are not told. You can take it back in your settings.',
    label: request ? 'Block' : 'Block and leave',
    doing: 'Blocking…',
    undone: `Not blocked: ${name}`,
    run: async () => {
      await outOf(conv, () => context.peer.block(conv));
      tell({ tone: 'good', what: `Blocked: ${name}.`, todo: 'Settings, blocked people, takes it back.' });
    },
  });
}

/** @type {Set<string>} conversations that this tab is leaving */
const leaving = new Set();

/** Whether this tab itself is leaving. @param {string} conv */
export const isLeaving = (conv) => leaving.has(conv);

/**
 * Leaves a conversation.
 *
 * @param {string} conv
 * @param {() => Promise<any>} leave
 */
export async function outOf(conv, leave) {
  leaving.add(conv);
  const shown = state.open?.conv === conv;
  try {
    await leave();
    goneFrom(conv);
    if (shown && state.open === undefined) focusList(); // an event may have been first, while the dialog was open
  } finally {
    leaving.delete(conv);
  }
}

/**
 * A conversation that this account is out of.
 *
 * @param {string} conv
 */
export function goneFrom(conv) {
  const shown = state.open?.conv === conv;
  if (shown) closeConversation();
  state.conversations.delete(conv);
  if (shown) focusList();
  changed();
}

const focusList = () => focusOn('.list .row', '.list [data-test="new"]');

/** @param {string} account */
function accountThere(account) {
  const presence = state.presence.get(account)?.state;
  return presence === 'online' || presence === 'away';
}

/** Whether whoever owns a device is there. @param {{ device: string }} path to the device */
export const isThere = ({ device }) => accountThere(state.people.accountOf(device));

/** Whether somebody else in a conversation is there. @param {Conversation} conversation */
export const somebodyThere = ({ roster }) =>
  othersOf(roster, state.me.account).some(({ account }) => accountThere(account));

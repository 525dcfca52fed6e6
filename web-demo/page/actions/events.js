// What the library tells.
import { context, changed, speak, tell } from '../context.js';
import { decodeContent } from '../library.js';
import { describe, isErased } from '../model/failure.js';
import { calledOf } from '../model/rosters.js';
import { goneFrom, isLeaving, readAgain } from './conversations.js';
import { forgetKept } from './kept.js';
import { goneTold, loadConversations, preview, refreshSummaries, rosterTold } from './list.js';
import { presenceBegins } from './presence.js';
import { markReadSoon } from './reading.js';
import { refreshPaths, refreshPathsSoon } from './panel.js';

/** @typedef {import('../types.js').Entry} Entry */

const { state } = context;

/** Typing that is not said again is forgotten (SES-9). */
const TYPING_MS = 6_000;

/** @type {Record<string, (event: any) => void>} */
const HANDLERS = {
  'message-arrived': arrived,
  'sent-here': sentHere,
  'status-changed': (event) => advanced(event, event.status),
  'target-replaced': ({ by, ...event }) =>
    by.forEach((/** @type {string} */ device) => advanced({ ...event, device }, 'sent')),
  undelivered: (event) => advanced(event, event.retryable ? 'queued' : 'refused', event.code),
  'path-changed': () => refreshPathsSoon(),
  'roster-changed': (event) => rosterChanged(event.roster),
  'conversation-gone': gone,
  'presence-changed': presenceChanged,
  'typing-changed': typingChanged,
  'connection-changed': connected,
  'caught-up': caughtUp,
  warning: (event) => tell({ tone: 'bad', what: event.message, todo: 'Nothing is lost.' }),
  'history-changed': historyChanged,
  'epoch-begun': ({ message }) => {
    const end = message.indexOf('. ') + 1;
    tell({ tone: 'bad', what: message.slice(0, end), todo: message.slice(end + 1) });
    historyChanged();
  },
  'leading-changed': (event) => (state.leading = event.leading),
};

/**
 * Takes in an event.
 *
 * @param {any} event
 */
export function handleEvent(event) {
  HANDLERS[event.event]?.(event);
  changed();
}

/** Another tab took over, or this one was frozen: what is shown may have holes. */
function historyChanged() {
  if (state.screen !== 'chat') return; // it is all read first
  const { peer } = context;
  Promise.all([loadConversations(), readAgain()]).catch((error) => {
    if (context.peer === peer) tell({ tone: 'bad', ...describe(error, 'What is shown may be out of date') });
  });
}

/**
 * An entry as the history would give it.
 *
 * @param {any} event
 * @param {Entry['by']} by
 * @returns {Entry}
 */
function entryOf(event, by) {
  const { stream, entry } = event;
  const content = entry.content ?? decodeContent(entry.body);
  const { conv, device, epoch } = stream;
  const { id, seq, hlc } = entry;
  return { id, conv, device, epoch, seq, hlc, atMs: Number(hlc >> 16n), content, by };
}

/** @param {any} event */
function arrived(event) {
  const entry = entryOf(event, event.by ?? 'relay');
  const conversation = state.conversations.get(entry.conv);
  if (!conversation) return;
  const mine = state.people.accountOf(entry.device) === state.me.account;
  const { kind } = entry.content;
  if (WRITTEN.has(kind)) conversation.typing.delete(entry.device);
  preview(conversation, entry);
  if (mine && kind === 'read') markerSeen(conversation);
  const open = state.open?.conv === entry.conv ? state.open : undefined;
  const isNew = open === undefined || open.transcript.add(entry) === 'message';
  if (!isNew || mine || !COUNTED.has(kind)) return;
  conversation.unread++;
  if (open && !open.atBottom) open.below++;
  markReadSoon();
  heard(entry, conversation);
}

/** What is written in the field, and so ends typing. */
const WRITTEN = new Set(['text', 'reply', 'edit']);

/** What counts as a message, as the library counts it. */
const COUNTED = new Set(['text', 'reply']);

/**
 * The own account has read something, here or elsewhere; where nothing is unread that changes nothing.
 *
 * @param {import('../types.js').Conversation} conversation
 */
function markerSeen({ unread, roster }) {
  if (unread > 0) refreshSummaries(roster.conv);
}

/** @type {{ count: number, last: string }} */
let unspoken = { count: 0, last: '' };

/** How often the live region speaks at most; a burst is told as a number. */
const SPEAK_MS = 1_500;

/**
 * Lets a screen reader tell of a message.
 *
 * @param {Entry} entry
 * @param {import('../types.js').Conversation} conversation
 */
function heard(entry, conversation) {
  const author = state.people.nameOf(state.people.accountOf(entry.device));
  const group = conversation.roster.kind === 'group' ? ` in ${calledOf(conversation.roster, state.me.account)}` : '';
  unspoken = { count: unspoken.count + 1, last: `${author}${group}: ${entry.content.text}` };
  if (unspoken.count > 1) return;
  setTimeout(() => {
    speak(unspoken.count === 1 ? unspoken.last : `${unspoken.count} new messages`);
    unspoken = { count: 0, last: '' };
  }, SPEAK_MS);
}

/** @param {any} event an own entry, sent by this tab or another one of this device */
function sentHere(event) {
  const statuses = Object.fromEntries(event.targets.map((/** @type {string} */ target) => [target, 'queued']));
  takeOwn({ ...entryOf(event, 'self'), statuses });
}

/**
 * Takes in an own entry that is durable now.
 *
 * @param {Entry} entry
 */
export function takeOwn(entry) {
  const conversation = state.conversations.get(entry.conv);
  if (!conversation) return;
  preview(conversation, entry);
  state.drafts.drop(entry.conv, entry.id);
  if (entry.content.kind === 'read') markerSeen(conversation);
  entry.status ??= 'queued';
  if (state.open?.conv === entry.conv) state.open.transcript.add(entry);
  changed();
}

/**
 * @param {any} event
 * @param {import('../types.js').Status} status
 * @param {string} [code]
 */
function advanced(event, status, code) {
  const { stream, device, seqs } = event;
  const open = state.open;
  if (open && open.conv === stream.conv) open.transcript.advance(stream, device, seqs, status, code);
}

/** @param {import('../types.js').Roster} roster */
function rosterChanged(roster) {
  rosterTold(roster);
  if (state.open?.conv !== roster.conv) return;
  void refreshPaths();
  markReadSoon(); // it may have been accepted on another device
}

/** @param {any} event */
function gone(event) {
  const { conv } = event;
  goneTold(conv);
  const conversation = state.conversations.get(conv);
  if (!conversation) return;
  const open = state.open?.conv === conv;
  goneFrom(conv);
  if (!open || isLeaving(conv)) return;
  const { roster } = conversation;
  const name = calledOf(roster, state.me.account);
  const group = roster.kind === 'group';
  tell({
    tone: 'bad',
    what: group ? `You are no longer in ${name}.` : `You are no longer in the conversation with ${name}.`,
    todo: group
      ? 'If you did not leave it in another window or on another device, ask somebody in it to add you again.'
      : 'If you blocked them in another window or on another device, your settings take it back. If not, write to them again.',
  });
}

function caughtUp() {
  state.catchingUp = false;
  refreshSummaries();
}

/** @param {any} event */
function presenceChanged(event) {
  const presence = { state: event.state, lastSeenMs: event.lastSeenMs ?? 0 };
  state.presence.set(event.account, presence);
}

/** @param {any} event */
function typingChanged(event) {
  const conversation = state.conversations.get(event.conv);
  if (!conversation) return;
  if (event.active) conversation.typing.set(event.device, Date.now() + TYPING_MS);
  else conversation.typing.delete(event.device);
}

/** @param {{ state: 'online' | 'offline' | 'stopped', reason?: string, retryInMs?: number }} connection */
export function connected({ state: now, reason = '', retryInMs = 0 }) {
  const was = state.connection.state;
  state.connection = { state: now, reason, retryAtMs: Date.now() + retryInMs };
  // Another tab's backlog is its own to tell.
  if (now === 'online' && was !== 'online') state.catchingUp = context.peer.leading;
  if (now === 'online' && was === 'offline' && state.screen === 'chat') speak('Online');
  if (now === 'offline' && was === 'online') speak('Offline. What you write is kept and goes out later.');
  if (now !== 'online') state.catchingUp = false;
  if (now === 'online' && was !== 'online') presenceBegins();
  if (now === 'stopped' && isErased(reason)) forgetKept(state.me);
  state.nowMs = Date.now();
  refreshPathsSoon();
  changed();
}

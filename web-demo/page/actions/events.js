// What the library tells.
import { context, changed, tell } from '../context.js';
import { decodeContent } from '../library.js';
import { titleOf } from '../model/rosters.js';
import { goneFrom, preview, refreshSummaries, takeRoster } from './conversations.js';
import { markReadSoon, reading } from './reading.js';
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
  undelivered: (event) => advanced(event, event.retryable ? 'queued' : 'refused', event.code),
  'path-changed': () => refreshPathsSoon(),
  'roster-changed': (event) => rosterChanged(event.roster),
  'conversation-gone': gone,
  'presence-changed': presenceChanged,
  'typing-changed': typingChanged,
  'connection-changed': connected,
  'caught-up': () => (state.catchingUp = false),
  warning: (event) => tell({ tone: 'bad', what: event.message, todo: 'Nothing is lost.' }),
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
  conversation.typing.delete(entry.device);
  preview(conversation, entry);
  if (mine && kind === 'read') refreshSummaries();
  const isNew = state.open?.conv === entry.conv ? state.open.transcript.add(entry) === 'message' : isMessage(kind);
  if (!isNew || mine) return;
  conversation.unread++;
  if (reading(entry.conv)) markReadSoon();
  else if (state.open && state.open.conv === entry.conv) state.open.below++;
  heard(entry, conversation);
}

/** @param {string} kind */
const isMessage = (kind) => kind === 'text' || kind === 'reply' || kind === 'unknown';

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
  const group = conversation.roster.kind === 'group' ? ` in ${titleOf(conversation.roster, state.me.account)}` : '';
  const text = entry.content.text ?? 'something that this version cannot show';
  unspoken = { count: unspoken.count + 1, last: `${author}${group}: ${text}` };
  if (unspoken.count > 1) return;
  setTimeout(() => {
    state.spoken = unspoken.count === 1 ? unspoken.last : `${unspoken.count} new messages`;
    unspoken = { count: 0, last: '' };
    changed();
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
  if (entry.content.kind === 'read') refreshSummaries();
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
  takeRoster(roster);
  if (state.open?.conv === roster.conv) void refreshPaths();
}

/** @param {any} event */
function gone(event) {
  const { conv } = event;
  const conversation = state.conversations.get(conv);
  if (!conversation) return;
  const open = state.open?.conv === conv;
  const name = titleOf(conversation.roster, state.me.account);
  goneFrom(conv);
  const asked = state.dialog?.kind === 'confirm' && state.dialog.busy;
  if (open && !asked) {
    tell({ tone: 'bad', what: `You are no longer in ${name}.`, todo: 'Ask somebody in it to add you again.' });
  }
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
  if (now === 'online' && was === 'offline' && state.screen === 'chat') state.spoken = 'Online';
  if (now === 'offline' && was === 'online') state.spoken = 'Offline. What you write is kept and goes out later.';
  if (now !== 'online') state.catchingUp = false;
  state.nowMs = Date.now();
  refreshPathsSoon();
  changed();
}

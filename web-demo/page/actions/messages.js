// Writing, changing and answering messages.
import { context, changed, afterDrawing, attempt, focusOn, speak } from '../context.js';
import { takenBack } from '../model/Drafts.js';
import { describe } from '../model/failure.js';
import { beginning } from '../model/text.js';
import { ask } from './dialog.js';
import { takeOwn } from './events.js';
import { followNewest } from './scroll.js';
import { stopTyping, typed } from './typing.js';

/** @typedef {import('../model/Transcript.js').Item} Item */
/** @typedef {import('../types.js').Unsent} Unsent */

const { state } = context;

/** A little under the limit of a body (32,768 bytes), for the JSON around the text. */
const MAX_BYTES = 32_000;

/** @param {string} text as it stands in the field now */
export function write(text) {
  const conv = state.open?.conv;
  if (!conv) return;
  state.drafts.write(conv, { ...state.drafts.of(conv), text });
  if (text !== '') typed(conv);
  else stopTyping();
  changed();
}

/** Sends what stands in the field. */
export async function sendDraft() {
  const conv = state.open?.conv;
  if (!conv) return;
  const draft = state.drafts.of(conv);
  const text = draft.text.trim();
  if (text === '') return;
  const { edit, reply } = draft;
  if (edit && state.open?.transcript.find(edit)?.text === text) return cancelDraft();
  let content = /** @type {any} */ ({ kind: 'text', text });
  if (edit) content = { kind: 'edit', message: edit, text };
  else if (reply) content = { kind: 'reply', message: reply, text };
  stopTyping(true);
  state.drafts.write(conv, { text: edit ? (draft.before ?? '') : '' });
  if (!edit) followNewest();
  await send(conv, { id: crypto.randomUUID(), content, atMs: Date.now() });
}

/**
 * Hands a message to the library; it stays among the unsent until it is durable.
 *
 * @param {string} conv
 * @param {Unsent} unsent
 */
async function send(conv, { id, content, atMs }) {
  state.drafts.hand(conv, { id, content, atMs });
  changed();
  try {
    if (new TextEncoder().encode(content.text ?? '').length > MAX_BYTES) {
      throw { code: 'too-large', message: 'The text is longer than 32,000 bytes.' };
    }
    await sendContent(conv, content, id);
  } catch (error) {
    state.drafts.fail(conv, id, describe(error, 'Not sent'));
    speak('A message was not sent. What to do stands beside it.');
  }
  changed();
}

/** @param {Unsent} unsent */
export async function sendAgain({ id, content, atMs }) {
  const conv = state.open?.conv;
  if (conv) await send(conv, { id, content, atMs });
}

/** Says once more what no device has got, as a new message. @param {Item} item */
export async function sendAnew({ entry, text }) {
  state.dialog = undefined;
  focusOn('#composer');
  followNewest();
  await send(entry.conv, { id: crypto.randomUUID(), content: { ...entry.content, text }, atMs: Date.now() });
}

/** Puts a text that did not go out back into the field. @param {Unsent} unsent */
export function takeBack(unsent) {
  const open = state.open;
  if (!open) return;
  const { conv } = open;
  const about = open.transcript.find(unsent.content.message);
  const quote = about && quoteOf(about);
  state.drafts.write(conv, takenBack(state.drafts.of(conv), unsent.content, quote));
  state.drafts.drop(conv, unsent.id);
  focusOn('#composer');
}

/** @param {Unsent} unsent */
export function discard(unsent) {
  const conv = state.open?.conv;
  if (!conv) return;
  state.drafts.drop(conv, unsent.id);
  focusOn('#composer');
}

/** Letters of a message above the field. */
const QUOTE = 200;

/** @param {Item} item */
const quoteOf = (item) => beginning(item.text, QUOTE);

/** @param {Item} item */
export function reply(item) {
  const conv = state.open?.conv;
  if (!conv) return;
  const draft = state.drafts.of(conv);
  const text = draft.edit ? (draft.before ?? '') : draft.text;
  state.drafts.write(conv, { text, reply: item.entry.id, quote: quoteOf(item) });
  focusOn('#composer');
}

/** @param {Item} item */
export function edit(item) {
  const conv = state.open?.conv;
  if (!conv) return;
  const draft = state.drafts.of(conv);
  const before = draft.edit ? draft.before : draft.text;
  state.drafts.write(conv, { text: item.text, edit: item.entry.id, quote: quoteOf(item), before });
  focusOn('#composer');
  afterDrawing(() => /** @type {HTMLTextAreaElement | null} */ (document.querySelector('#composer'))?.select());
}

/** Changes the own newest message, as the arrow key up does in an empty field. */
export function editLast() {
  const item = state.open?.transcript.items().findLast((candidate) => candidate.mine && !candidate.deleted);
  if (item && !item.unknown) edit(item);
}

/** Stops answering or changing; the text written before comes back. */
export function cancelDraft() {
  const conv = state.open?.conv;
  if (!conv) return;
  const draft = state.drafts.of(conv);
  state.drafts.write(conv, { text: draft.edit ? (draft.before ?? '') : draft.text });
  focusOn('#composer');
}

/** @param {Item} item */
export function askToDelete(item) {
  ask({
    title: 'Delete this message?',
    text: 'It is taken away for everybody whose device hears of it. Somebody may have read it already.',
    label: 'Delete',
    doing: 'Deleting…',
    undone: 'The message was not deleted',
    run: async () => {
      await sendContent(item.entry.conv, { kind: 'delete', message: item.entry.id });
    },
  });
}

/**
 * Adds or takes away a reaction of the own account.
 *
 * @param {Item} item
 * @param {string} emoji
 */
export async function react(item, emoji) {
  const accounts = item.reactions.find((reaction) => reaction.emoji === emoji)?.accounts ?? [];
  const removed = accounts.includes(state.me.account);
  const content = { kind: 'reaction', message: item.entry.id, emoji, ...(removed ? { removed } : {}) };
  await attempt('The reaction was not sent', () => sendContent(item.entry.conv, content));
}

/**
 * @param {string} conv
 * @param {any} content
 * @param {string} [id]
 */
async function sendContent(conv, content, id = crypto.randomUUID()) {
  const { stream, seq, hlc, statuses } = await context.peer.send(conv, content, { id });
  const { device, epoch } = stream;
  takeOwn({
    id,
    conv,
    device,
    epoch,
    seq,
    hlc,
    atMs: Number(hlc >> 16n),
    content,
    by: 'self',
    statuses: { ...statuses },
  });
}

/** @param {string} text @returns {Promise<boolean>} whether it was copied */
export async function copy(text) {
  const done = await attempt('The text was not copied', async () => {
    if (!navigator.clipboard) throw new Error('This browser allows it on secure pages only. Select the text instead');
    await navigator.clipboard.writeText(text);
  });
  if (done) speak('Copied');
  return done;
}

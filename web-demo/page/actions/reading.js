// What is read: only what is on a screen that somebody may look at.
import { context, changed } from '../context.js';
import { isRequest } from '../model/rosters.js';
import { keepPresence, noteSeen } from './presence.js';

const { state } = context;

/** Markers are entries too; a burst of messages needs one. */
const MARK_MS = 200;

/** @type {Set<string>} conversations whose marker is about to be said */
const marking = new Set();

/**
 * Whether the newest message of a conversation is before somebody's eyes.
 *
 * @param {string} conv
 */
export function reading(conv) {
  return state.open?.conv === conv && state.open.atBottom && document.visibilityState === 'visible';
}

/** Says what was read, soon. Whoever asks to be accepted does not hear that they were read. */
export function markReadSoon() {
  const conversation = state.open && state.conversations.get(state.open.conv);
  if (!conversation || !readable(conversation)) return;
  const { conv } = conversation.roster;
  if (marking.has(conv)) return;
  marking.add(conv);
  setTimeout(async () => {
    marking.delete(conv);
    if (!readable(conversation)) return;
    conversation.unread = 0;
    conversation.news++;
    changed();
    try {
      await context.peer.markRead(conv);
    } catch {
      // Said again with the next message; the count of the disk still has it.
    }
  }, MARK_MS);
}

/** @param {import('../types.js').Conversation} conversation @returns {boolean} whether there is something to mark */
function readable({ unread, roster }) {
  return unread > 0 && reading(roster.conv) && !isRequest(roster, state.me.account);
}

/** The page was hidden or shown. */
export function visibilityChanged() {
  if (state.screen !== 'chat') return;
  noteSeen();
  keepPresence();
  if (document.visibilityState === 'hidden') return;
  state.nowMs = Date.now();
  markReadSoon();
  changed();
}

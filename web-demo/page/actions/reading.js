// What is read: only what is on a screen that somebody may look at.
import { context, changed } from '../context.js';

const { state } = context;

/** Markers are entries too; a burst of messages needs one. */
const MARK_MS = 200;

/** Hidden for this long is away. */
const AWAY_MS = 3 * 60_000;

let marking = false;

/**
 * Whether the newest message of a conversation is before somebody's eyes.
 *
 * @param {string} conv
 */
export function reading(conv) {
  return state.open?.conv === conv && state.open.atBottom && document.visibilityState === 'visible';
}

/** Says what was read, soon. */
export function markReadSoon() {
  const conversation = state.open && state.conversations.get(state.open.conv);
  if (!conversation || conversation.unread === 0 || marking || !reading(conversation.roster.conv)) return;
  marking = true;
  setTimeout(async () => {
    marking = false;
    if (!reading(conversation.roster.conv) || conversation.unread === 0) return;
    conversation.unread = 0;
    changed();
    try {
      await context.peer.markRead(conversation.roster.conv);
    } catch {
      // Said again with the next message; the count of the disk still has it.
    }
  }, MARK_MS);
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let awayTimer;

/** The page was hidden or shown. */
export function visibilityChanged() {
  clearTimeout(awayTimer);
  const peer = context.peer;
  if (!peer) return;
  if (document.visibilityState === 'hidden') {
    awayTimer = setTimeout(() => say('away'), AWAY_MS);
  } else {
    say('online');
    state.nowMs = Date.now();
    markReadSoon();
    changed();
  }
}

/** @param {'online' | 'away'} presence lost when the server is away, which does no harm */
const say = (presence) => void context.peer?.presence(presence).catch(() => {});

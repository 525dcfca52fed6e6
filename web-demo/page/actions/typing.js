// Telling the others that something is being written.
import { context } from '../context.js';

/** Said again this often while it lasts (SES-9). */
const AGAIN_MS = 3_000;

/** Without a keystroke for this long it has ended. */
const PAUSE_MS = 5_000;

/** @type {{ conv: string, saidMs: number, timer: ReturnType<typeof setTimeout> } | undefined} */
let writing;

/**
 * A keystroke in a conversation.
 *
 * @param {string} conv
 */
export function typed(conv) {
  if (writing && writing.conv !== conv) stopTyping();
  const nowMs = performance.now();
  clearTimeout(writing?.timer);
  const again = !writing || nowMs - writing.saidMs >= AGAIN_MS;
  writing = { conv, saidMs: again ? nowMs : (writing?.saidMs ?? nowMs), timer: setTimeout(stopTyping, PAUSE_MS) };
  if (again) say(conv, true);
}

/** Nothing is being written any more. @param {boolean} [sent] whether the message itself says so */
export function stopTyping(sent = false) {
  if (!writing) return;
  clearTimeout(writing.timer);
  if (!sent) say(writing.conv, false);
  writing = undefined;
}

/**
 * It is lost when the server is away, which does no harm.
 *
 * @param {string} conv
 * @param {boolean} active
 */
const say = (conv, active) => void context.peer?.typing(conv, active).catch(() => {});

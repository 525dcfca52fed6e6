// What is said in a request: the server shows the first of it, until it is accepted.
import { context, changed } from '../context.js';
import { decodeContent } from '../library.js';
import { describe } from '../model/failure.js';
import { isRequest } from '../model/rosters.js';

const { state } = context;

/** Nothing tells of one more entry before an answer. */
const LOOK_AGAIN_MS = 5_000;

/**
 * Reads what is said in the request on the screen, and again while it is there.
 *
 * @param {import('../state.js').Open} open
 */
export async function lookAtRequest(open) {
  try {
    const { members, entries } = await context.peer.openRequest(open.conv);
    open.request = { members, said: entries.flatMap(words) };
  } catch (error) {
    open.request = { members: 0, said: [], failure: describe(error, 'What they said cannot be shown now') };
  }
  if (state.open !== open) return;
  changed();
  setTimeout(() => {
    const roster = state.conversations.get(open.conv)?.roster;
    if (state.open === open && roster && isRequest(roster, state.me.account)) void lookAtRequest(open);
  }, LOOK_AGAIN_MS);
}

/** @param {{ account: string, body: Uint8Array }} entry */
function words({ account, body }) {
  const content = decodeContent(body);
  return content.kind === 'text' || content.kind === 'reply' ? [{ account, text: content.text }] : [];
}

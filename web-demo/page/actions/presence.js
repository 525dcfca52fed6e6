// Whether this person is there. All tabs of a device are one person: each notes when it is looked at, and the one that
// leads tells the server.
import { context } from '../context.js';
import { keep, kept } from './storage.js';

const { state } = context;

/** Before the device; when somebody last looked at one of its tabs, ms since 1970. */
export const SEEN_KEY = 'plait-seen ';

/** Hidden for this long is away. */
const AWAY_MS = 3 * 60_000;

/** How often a tab that is looked at notes it. */
const NOTE_MS = 30_000;

/** @type {'online' | 'away'} what the server knows */
let said = 'online';
let notedMs = 0;

/** A session with the server begins as online. */
export function presenceBegins() {
  said = 'online';
  keepPresence();
}

/** Somebody looks at this tab, or did until now. A device that was stopped may be deleted: nothing is kept of it. */
export function noteSeen() {
  if (state.connection.state === 'stopped') return;
  notedMs = Date.now();
  keep(SEEN_KEY + state.me.device, String(notedMs));
}

/** Tells the server when somebody has come or gone. */
export function keepPresence() {
  if (state.screen !== 'chat') return;
  const nowMs = Date.now();
  if (document.visibilityState === 'visible' && nowMs - notedMs >= NOTE_MS) noteSeen();
  if (!state.leading || state.connection.state !== 'online') return;
  const seenMs = Math.max(notedMs, Number(kept(SEEN_KEY + state.me.device)));
  const presence = nowMs - seenMs >= AWAY_MS ? 'away' : 'online';
  if (presence === said) return;
  said = presence;
  void context.peer.presence(presence).catch(() => {}); // it is gone with the session, and the next one begins anew
}

// The demo page: one state, drawn by pure functions, changed by actions.
import { render } from './vendor/lit-html/lit-html.js';
import { context, changed } from './context.js';
import { followAddress } from './actions/conversations.js';
import { readAddress } from './actions/address.js';
import { escape } from './actions/keys.js';
import { storageChanged } from './actions/kept.js';
import { keepPresence } from './actions/presence.js';
import { visibilityChanged } from './actions/reading.js';
import { beforeDrawing, restoreView } from './actions/scroll.js';
import { start } from './actions/session.js';
import { showDialog } from './views/dialogs.js';
import { placeMenu } from './views/menu.js';
import { titleOfPage, view } from './views/shell.js';

const { state } = context;
const root = /** @type {HTMLElement} */ (document.querySelector('#app'));

/** How often times and countdowns are looked at. */
const TICK_MS = 1_000;

context.draw = () => {
  beforeDrawing();
  render(view(state), root);
  restoreView();
  showDialog(state);
  placeMenu(state);
  document.title = titleOfPage(state);
  const afterwards = context.afterwards;
  context.afterwards = [];
  for (const work of afterwards) work();
};

/** Draws again where time itself changes what is shown: a countdown, typing that has ended, another minute. */
function tick() {
  const nowMs = Date.now();
  keepPresence();
  let ended = false;
  for (const { typing } of state.conversations.values()) {
    for (const [device, untilMs] of typing) if (untilMs < nowMs) ended = typing.delete(device);
  }
  const minute = Math.floor(nowMs / 60_000) !== Math.floor(state.nowMs / 60_000);
  if (!ended && !minute && state.connection.state !== 'offline') return;
  state.nowMs = nowMs;
  changed();
}

document.addEventListener('keydown', escape);
document.addEventListener('visibilitychange', visibilityChanged);
addEventListener('storage', storageChanged);
addEventListener('popstate', () => void followAddress(readAddress().conv));
addEventListener('resize', changed);
setInterval(tick, TICK_MS);
state.nowMs = Date.now();
root.replaceChildren();
context.draw();
await start();

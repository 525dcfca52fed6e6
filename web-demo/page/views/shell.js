import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { repeat } from '../vendor/lit-html/directives/repeat.js';
import { listView } from './list.js';
import { conversationView } from './conversation.js';
import { panelView } from './panel.js';
import { dialogView } from './dialogs.js';
import { menuView } from './menu.js';
import { startingView, welcomeView } from './welcome.js';
import { noticesView } from './notices.js';

/** @typedef {import('../state.js').State} State */

/**
 * All of the page.
 *
 * @param {State} state
 */
export function view(state) {
  const { spoken } = state;
  return html`
    <a class="skip" href="#main" @click=${skip}>Skip to the conversation</a>
    ${screenView(state)} ${state.dialog ? nothing : noticesView(state)} ${dialogView(state)}
    <div class="sr" role="log" aria-live="polite" aria-label="News" data-test="spoken">
      ${repeat(
        [spoken],
        ({ turn }) => turn,
        ({ text }) => html`<p>${text}</p>`,
      )}
    </div>
  `;
}

/** The fragment of the address is in use, so the link moves the keyboard itself. @param {Event} event */
function skip(event) {
  event.preventDefault();
  const target = document.querySelector('#composer') ?? document.querySelector('#main');
  /** @type {HTMLElement | null} */ (target)?.focus();
}

/** @param {State} state */
function screenView(state) {
  if (state.screen === 'starting') return startingView(state);
  if (state.screen === 'welcome') return welcomeView(state);
  return html`
    <header class="sr"><h1>Plait</h1></header>
    <div class="shell ${state.open ? 'with-conversation' : ''} ${state.panel && state.open ? 'with-panel' : ''}">
      ${listView(state)} ${conversationView(state)} ${panelView(state)}
    </div>
    ${menuView(state)}
  `;
}

/**
 * The title of the window: how much is unread, and where one is.
 *
 * @param {State} state
 */
export function titleOfPage(state) {
  let unread = 0;
  for (const conversation of state.conversations.values()) unread += conversation.unread;
  const count = unread === 0 ? '' : `(${unread > 99 ? '99+' : unread}) `;
  return `${count}${state.screen === 'chat' ? `${state.me.handle} · ` : ''}Plait`;
}

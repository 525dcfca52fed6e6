import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { takeUp } from '../actions/session.js';
import { openDoctor } from '../actions/doctor.js';
import { whyStopped } from '../model/failure.js';

/** @typedef {import('../state.js').State} State */

/** @type {Record<string, string>} */
const ACTIONS = { here: 'Connect here', 'sign-in': 'Sign in again', reload: 'Reload the page' };

/**
 * Whether the server is there, under the head of the list.
 *
 * @param {State} state
 */
export function connectionView(state) {
  const { connection } = state;
  if (connection.state === 'stopped') return stoppedView(connection.reason);
  const online = connection.state === 'online';
  return html`
    <p class="connection ${connection.state}" data-test="connection" data-state=${connection.state}>
      <i class="dot ${online ? 'online' : 'away'}"></i>
      <span
        ><b>${state.me.handle}</b> ·
        ${online ? onlineWords(state) : offlineWords(state)}${
          state.leading || !online ? nothing : ' · connected by another tab'
        }</span
      >
      ${online || state.connection.reason === 'starting' ? nothing : html`<button type="button" class="link" @click=${openDoctor} data-test="why-offline">Why?</button>`}
    </p>
    ${state.catchingUp ? html`<div class="progress" role="progressbar" aria-label="Fetching what waited for you"></div>` : nothing}
  `;
}

/**
 * The same above what covers the list on a phone, when something is wrong.
 *
 * @param {State} state
 */
export const narrowConnectionView = (state) =>
  state.connection.state === 'online' ? nothing : html`<div class="narrow">${connectionView(state)}</div>`;

/** @param {State} state */
const onlineWords = (state) => (state.catchingUp ? 'online, fetching what waited…' : 'online');

/** @param {State} state */
function offlineWords(state) {
  const { reason, retryAtMs } = state.connection;
  if (reason === 'starting') return 'connecting…';
  const seconds = Math.ceil((retryAtMs - state.nowMs) / 1000);
  const when = seconds > 0 ? `back in ${seconds} s` : 'connecting…';
  return html`offline, ${when}${reason ? html` <span class="why" title=${reason}>· ${reason}</span>` : nothing}`;
}

/** @param {string} reason */
function stoppedView(reason) {
  const { what, todo, action } = whyStopped(reason);
  return html`
    <div class="connection stopped" role="alert" data-test="connection" data-state="stopped">
      <p><strong>${what}</strong> ${todo}</p>
      <button type="button" class="primary" @click=${takeUp} data-test="take-up">${ACTIONS[action]}</button>
    </div>
  `;
}

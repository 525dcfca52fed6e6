import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { live } from '../vendor/lit-html/directives/live.js';
import { changed } from '../context.js';
import { askToForget, continueAs, enterWith, tryAlone } from '../actions/session.js';
import { doctorButton } from './doctor.js';
import { avatar, failureBox, onSubmit, submitButton } from './parts.js';
import { closeIcon, plaitMark, spinner, windowsIcon } from './icons.js';

/** @typedef {import('../state.js').State} State */

/**
 * The first screen: trying it alone, going on as somebody known here, signing in or up.
 *
 * @param {State} state
 */
export function welcomeView(state) {
  return html`
    <main class="welcome" id="main" tabindex="-1">
      <header class="hero">
        ${plaitMark()}
        <h1>Plait</h1>
        <p>
          Chat that never loses its thread: straight from device to device, through the server when that fails, kept by
          it when nobody is there.
        </p>
      </header>
      ${state.obstacle === 'none' ? waysIn(state) : OBSTACLES[state.obstacle]()} ${doctorButton('link')}
    </main>
  `;
}

/** @param {State} state */
const waysIn = (state) => html`
  ${state.local ? trialCard(state) : nothing} ${state.known.length > 0 ? knownCard(state) : nothing} ${formCard(state)}
`;

/** Where the same page may be; a server with a port of its own has another one for https. */
const secureLink = () =>
  location.port === ''
    ? html`: <a href=${`https://${location.hostname}/`}>https://${location.hostname}/</a>`
    : '; whoever runs the server knows the address';

/** Why there is no way in, and what to do. */
const OBSTACLES = {
  insecure: () => html`
    <section class="card obstacle" role="alert" aria-labelledby="obstacle-title" data-test="obstacle">
      <h2 id="obstacle-title">This page needs https</h2>
      <p>
        It came over plain http from <b>${location.host}</b>. Anybody on the way could read and change it, so browsers
        withhold what Plait needs: locks between windows, and a safe place for the sign-in.
      </p>
      <p>
        <b>What to do:</b> open it with https${secureLink()}. On the machine that runs the server, http://localhost
        works too.
      </p>
      <p><b>If you run the server:</b> put TLS in front of it, as docs/operations.md describes under “The web page”.</p>
    </section>
  `,
  'no-storage': () => html`
    <section class="card obstacle" role="alert" aria-labelledby="obstacle-title" data-test="obstacle">
      <h2 id="obstacle-title">This browser lets the page keep nothing</h2>
      <p>
        Messages are kept in the browser before they go out, so that none is lost. Here site data is blocked, or the
        browser's storage does not work.
      </p>
      <p>
        <b>What to do:</b> allow site data and cookies for <b>${location.host}</b> in the browser's settings, or leave
        the private window; then reload the page.
      </p>
      <div class="actions">
        <button type="button" class="primary" @click=${() => location.reload()}>Reload the page</button>
      </div>
    </section>
  `,
};

/** @param {State} state */
const trialCard = (state) => html`
  <section class="card trial" aria-labelledby="trial-title">
    <h2 id="trial-title">${windowsIcon()} Try it alone</h2>
    <p>
      Two windows, two throw-away accounts on this machine, three clicks: make one here, open the second window, accept.
    </p>
    <button
      class="primary"
      type="button"
      @click=${tryAlone}
      ?disabled=${state.welcome.busy !== ''}
      data-test="try-alone"
    >
      1. Make the first account
    </button>
  </section>
`;

/** @param {State} state */
const knownCard = (state) => html`
  <section class="card" aria-labelledby="known-title">
    <h2 id="known-title">Go on as</h2>
    <ul class="known">
      ${state.known.map(
        (known) => html`
          <li>
            <button
              type="button"
              class="who"
              @click=${() => continueAs(known.device)}
              ?disabled=${state.welcome.busy !== ''}
              data-test="continue"
              data-handle=${known.handle}
            >
              ${avatar(known.handle, known.account)} <span>${known.handle}</span>
            </button>
            <button
              type="button"
              class="quiet"
              aria-label="Remove ${known.handle} from this browser"
              @click=${() => askToForget(known)}
            >
              ${closeIcon()}
            </button>
          </li>
        `,
      )}
    </ul>
  </section>
`;

/** @param {State} state */
function formCard(state) {
  const { tab, handle, busy, failure } = state.welcome;
  const up = tab === 'sign-up';
  const submit = onSubmit((fields) =>
    enterWith(up ? 'signUp' : 'signIn', fields.handle.trim().toLowerCase(), fields.password),
  );
  return html`
    <section class="card" aria-labelledby="form-title">
      <h2 id="form-title">${up ? 'New account' : 'Sign in'}</h2>
      <form @submit=${submit}>
        <label for="handle">Handle</label>
        <input
          id="handle"
          name="handle"
          required
          minlength="3"
          maxlength="32"
          pattern="[A-Za-z0-9_.\\-]+"
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          aria-describedby="handle-hint"
          .value=${live(handle)}
          @input=${(/** @type {any} */ event) => (state.welcome.handle = event.target.value)}
          data-test="handle"
        />
        <p class="hint" id="handle-hint">
          ${up ? 'How others find you: 3 to 32 letters, digits, . _ or -' : 'The name you signed up with'}
        </p>
        ${passwordField('password', 'Password', up ? 'new-password' : 'current-password', up ? 8 : 1)}
        ${failureBox(failure)}
        <div class="actions">
          ${submitButton(up ? 'Make the account' : 'Sign in', busy, up ? 'sign-up' : 'sign-in')}
          <button type="button" class="link" @click=${() => other(state)} data-test=${up ? 'to-sign-in' : 'to-sign-up'}>
            ${up ? 'I have an account' : 'I am new here'}
          </button>
        </div>
      </form>
    </section>
  `;
}

/** @param {State} state */
function other(state) {
  const { welcome } = state;
  state.welcome = { ...welcome, tab: welcome.tab === 'sign-up' ? 'sign-in' : 'sign-up', failure: undefined };
  changed();
}

/**
 * @param {string} id
 * @param {string} label
 * @param {'new-password' | 'current-password'} autocomplete
 * @param {number} least letters
 */
export const passwordField = (id, label, autocomplete, least) => html`
  <label for=${id}>${label}</label>
  <input
    id=${id}
    name=${id}
    type="password"
    required
    minlength=${least}
    maxlength="256"
    autocomplete=${autocomplete}
    aria-describedby=${least > 1 ? `${id}-hint` : nothing}
    data-test=${id}
  />
  ${least > 1 ? html`<p class="hint" id="${id}-hint">At least ${least} characters</p>` : nothing}
`;

/** While the page finds out who it is. @param {State} state */
export const startingView = (state) => html`
  <main class="starting" id="main" tabindex="-1">
    ${plaitMark()}
    <p role="status">${spinner()} ${state.welcome.busy || 'Starting…'}</p>
  </main>
`;

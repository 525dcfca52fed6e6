import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { live } from '../vendor/lit-html/directives/live.js';
import { changed } from '../context.js';
import { askToForget, continueAs, enterWith, tryAlone } from '../actions/session.js';
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
      ${state.secure ? nothing : insecureNote()} ${state.local ? trialCard(state) : nothing}
      ${state.known.length > 0 ? knownCard(state) : nothing} ${formCard(state)}
    </main>
  `;
}

const insecureNote = () => html`
  <p class="note" role="note">
    This page came over plain http from another machine. It works, but each reload asks for the password again. Over
    https it does not.
  </p>
`;

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
  const { tab, handle, busy, failure, reveal } = state.welcome;
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
        ${passwordField('password', 'Password', up ? 'new-password' : 'current-password', up ? 8 : 1, reveal)}
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
 * @param {boolean} reveal
 */
export const passwordField = (id, label, autocomplete, least, reveal) => html`
  <label for=${id}>${label}</label>
  <input
    id=${id}
    name=${id}
    type=${reveal ? 'text' : 'password'}
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

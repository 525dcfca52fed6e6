import { html, nothing } from '../vendor/lit-html/lit-html.js';
import {
  askToDeleteAccount,
  askToRemoveDevice,
  askToSignOut,
  askToSignOutEverywhere,
  changeName,
  changePassword,
  openSettings,
  renameDevice,
  saveExport,
  unblock,
} from '../actions/settings.js';
import { fullTime } from '../model/times.js';
import { doctorButton } from './doctor.js';
import { avatar, busyLabel, failureBox, onSubmit } from './parts.js';
import { spinner } from './icons.js';
import { passwordField } from './welcome.js';

/** @typedef {import('../state.js').State} State */
/** @typedef {Extract<import('../state.js').Dialog, {kind: 'settings'}>} Settings */

/**
 * The own account.
 *
 * @param {State} state
 * @param {Settings} settings
 */
export function settingsView(state, settings) {
  const { busy, done, failure } = settings;
  return html`
    <div class="settings">
      <p class="news" role="status" data-test="settings-done">
        ${busy ? html`${spinner()} ${busy}` : (done ?? nothing)}
      </p>
      ${
        failure?.at === 'all'
          ? html`${failureBox(failure)}<button type="button" class="secondary" @click=${openSettings}>
                Try again
              </button>`
          : nothing
      }
      ${settings.profile ? profileSection(state, settings) : nothing}
      ${settings.devices ? devicesSection(settings) : nothing} ${settings.devices ? passwordSection(settings) : nothing}
      ${settings.blocks ? blocksSection(settings, settings.blocks) : nothing}
      <section aria-labelledby="session-title">
        <h3 id="session-title">This window</h3>
        <div class="actions">
          <a class="secondary" href="#as=new" target="_blank" rel="noopener" data-test="another"
            >Another account in a new window</a
          >
          ${doctorButton()}
          <button type="button" class="danger" @click=${askToSignOut} data-test="sign-out">Sign out</button>
        </div>
      </section>
      ${settings.profile ? accountSection(settings) : nothing}
    </div>
  `;
}

/** @param {Settings} settings @param {string} at */
const failureAt = (settings, at) => (settings.failure?.at === at ? failureBox(settings.failure) : nothing);

/**
 * @param {State} state
 * @param {Settings} settings
 */
const profileSection = (state, settings) => html`
  <section aria-labelledby="profile-title">
    <h3 id="profile-title">Profile</h3>
    <p class="who">
      ${avatar(settings.profile.displayName || state.me.handle, state.me.account)}
      <span
        >Your handle is <b data-test="own-handle">${state.me.handle}</b>: tell it to those who want to write to
        you.</span
      >
    </p>
    <form class="inline" @submit=${onSubmit((fields) => void changeName(fields.displayName))}>
      <label for="display-name">Name that others see</label>
      <input
        id="display-name"
        name="displayName"
        required
        maxlength="64"
        autocomplete="name"
        .value=${settings.profile.displayName ?? ''}
        data-test="display-name"
      />
      <button class="secondary" ?disabled=${settings.busy !== ''} data-test="save-name">Save</button>
    </form>
    ${failureAt(settings, 'profile')}
  </section>
`;

/** @param {Settings} settings */
const devicesSection = (settings) => html`
  <section aria-labelledby="devices-title">
    <h3 id="devices-title">Devices</h3>
    <ul class="devices">
      ${settings.devices?.map((device) => deviceRow(settings, device))}
    </ul>
    ${failureAt(settings, 'devices')}
  </section>
`;

/**
 * @param {Settings} settings
 * @param {any} device
 */
function deviceRow(settings, device) {
  const id = `device-${device.device}`;
  const seen = device.refreshedAtMs ? `, last renewed ${fullTime(device.refreshedAtMs)}` : '';
  return html`
    <li data-test="device">
      <form class="inline" @submit=${onSubmit((fields) => void renameDevice(device.device, fields.name))}>
        <label for=${id}>${device.current ? 'This device' : device.signedIn ? 'Signed in' : 'Signed out'}</label>
        <input id=${id} name="name" required maxlength="64" autocomplete="off" .value=${device.name} />
        <button class="secondary" ?disabled=${settings.busy !== ''} aria-label="Rename ${device.name}">Rename</button>
        ${
          device.current
            ? nothing
            : html`<button
                type="button"
                class="danger"
                aria-label="Remove ${device.name}"
                @click=${() => askToRemoveDevice(device)}
                data-test="remove-device"
              >
                Remove
              </button>`
        }
      </form>
      <p class="sub">Since ${fullTime(device.createdAtMs)}${seen}</p>
    </li>
  `;
}

/** @param {Settings} settings */
const passwordSection = (settings) => html`
  <section aria-labelledby="password-title">
    <h3 id="password-title">Password</h3>
    <form
      @submit=${onSubmit(async (fields, form) => {
        if (await changePassword(fields['old-password'], fields['new-password'])) form.reset();
      })}
    >
      ${passwordField('old-password', 'Present password', 'current-password', 1)}
      ${passwordField('new-password', 'New password', 'new-password', 8)} ${failureAt(settings, 'password')}
      <div class="actions">
        <button class="secondary" ?disabled=${settings.busy !== ''} data-test="change-password">
          Change the password
        </button>
      </div>
    </form>
  </section>
`;

/** @param {Settings} settings */
const accountSection = (settings) => html`
  <section aria-labelledby="account-title">
    <h3 id="account-title">The account</h3>
    ${failureAt(settings, 'account')}
    <div class="actions">
      <button
        type="button"
        class="secondary"
        ?disabled=${settings.busy !== ''}
        @click=${saveExport}
        data-test="save-export"
      >
        Save what the server keeps of you
      </button>
      <button type="button" class="danger" @click=${askToSignOutEverywhere} data-test="sign-out-everywhere">
        Sign out everywhere
      </button>
      <button type="button" class="danger" @click=${askToDeleteAccount} data-test="delete-account">
        Delete the account
      </button>
    </div>
  </section>
`;

/**
 * @param {Settings} settings
 * @param {{ account: string, name: string }[]} blocks
 */
const blocksSection = (settings, blocks) => html`
  <section aria-labelledby="blocks-title">
    <h3 id="blocks-title">Blocked people</h3>
    ${blocks.length === 0 ? html`<p class="sub">Nobody.</p>` : nothing}
    <ul class="blocks">
      ${blocks.map(
        (blocked) => html`
          <li data-test="blocked">
            ${avatar(blocked.name, blocked.account)} <span><bdi>${blocked.name}</bdi></span>
            <button
              type="button"
              class="secondary"
              aria-label="Unblock ${blocked.name}"
              ?disabled=${settings.busy !== ''}
              @click=${() => unblock(blocked)}
              data-test="unblock"
            >
              ${busyLabel('Unblock', settings.busy !== '' && settings.picked === blocked.account ? 'Unblocking…' : '')}
            </button>
          </li>
        `,
      )}
    </ul>
    ${failureAt(settings, 'blocks')}
  </section>
`;

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { closeDialog, confirmed } from '../actions/dialog.js';
import { openNew, splitHandles, startDirect, startGroup } from '../actions/groups.js';
import { sendAnew } from '../actions/messages.js';
import { memberName } from '../model/rosters.js';
import { refusalAdvice, refusedWords, standingRefusals, STATUS_WORDS } from '../model/status.js';
import { fullTime } from '../model/times.js';
import { failureBox, onSubmit, submitButton } from './parts.js';
import { noticesView } from './notices.js';
import { doctorView } from './doctor.js';
import { closeIcon, tickIcon } from './icons.js';
import { settingsView } from './settings.js';
import { passwordField } from './welcome.js';

/** @typedef {import('../state.js').State} State */

/**
 * The one dialog of the page. It is always there, so that the browser can give the keyboard back to where it was.
 *
 * @param {State} state
 */
export function dialogView(state) {
  const titles = {
    new: 'New conversation',
    settings: 'Settings',
    details: 'Details of the message',
    doctor: 'Check the connection',
    confirm: '',
  };
  const { dialog } = state;
  const title = dialog?.kind === 'confirm' ? dialog.question.title : titles[dialog?.kind ?? 'confirm'];
  return html`
    <dialog aria-labelledby="dialog-title" class=${dialog?.kind ?? ''} @cancel=${cancel} @click=${clickOutside}>
      ${
        dialog
          ? html`<div class="sheet">
                <header>
                  <h2 id="dialog-title" tabindex="-1">${title}</h2>
                  <button type="button" class="quiet" aria-label="Close" @click=${closeDialog} data-test="close-dialog">
                    ${closeIcon()}
                  </button>
                </header>
                ${contentOf(state, dialog)}
              </div>
              ${noticesView(state)}`
          : nothing
      }
    </dialog>
  `;
}

/** @param {Event} event */
function cancel(event) {
  event.preventDefault();
  closeDialog();
}

/** @param {MouseEvent} event */
function clickOutside(event) {
  if (event.target === event.currentTarget && /** @type {any} */ (event.target).className !== 'new') closeDialog();
}

/**
 * Opens or closes the dialog as the state says.
 *
 * @param {State} state
 */
export function showDialog(state) {
  const dialog = document.querySelector('dialog');
  if (!dialog) return;
  if (state.dialog && !dialog.open) dialog.showModal();
  else if (!state.dialog && dialog.open) dialog.close();
}

/**
 * @param {State} state
 * @param {import('../state.js').Dialog} dialog
 */
function contentOf(state, dialog) {
  if (dialog.kind === 'new') return newView(state, dialog);
  if (dialog.kind === 'settings') return settingsView(state, dialog);
  if (dialog.kind === 'doctor') return doctorView(dialog);
  if (dialog.kind === 'details') return detailsView(state, dialog.key);
  const { question, busy, failure } = dialog;
  return html`
    <p>${question.text}</p>
    ${failureBox(failure)}
    <form @submit=${onSubmit((fields) => void confirmed(fields['confirm-password']))}>
      ${question.password ? passwordField('confirm-password', 'Your password', 'current-password', 1) : nothing}
      <div class="actions end">
        <button type="button" class="secondary" @click=${closeDialog}>${busy ? 'Close' : 'Cancel'}</button>
        ${submitButton(question.label, busy ? question.doing : '', 'confirm', 'danger')}
      </div>
    </form>
  `;
}

/**
 * @param {State} state
 * @param {Extract<import('../state.js').Dialog, {kind: 'new'}>} dialog
 */
function newView(state, dialog) {
  const group = dialog.tab === 'group';
  return html`
    <div class="tabs" role="group" aria-label="Kind of conversation">
      <button type="button" aria-pressed=${!group} @click=${() => openNew('direct')}>With one person</button>
      <button type="button" aria-pressed=${group} @click=${() => openNew('group')} data-test="new-group">Group</button>
    </div>
    ${group ? groupForm(state, dialog) : directForm(dialog)}
  `;
}

/** @param {Extract<import('../state.js').Dialog, {kind: 'new'}>} dialog */
const directForm = (dialog) => html`
  <form @submit=${onSubmit((fields) => void startDirect(fields.handle))}>
    <label for="new-handle">Their handle</label>
    <input
      id="new-handle"
      name="handle"
      required
      minlength="3"
      maxlength="33"
      autocapitalize="none"
      autocomplete="off"
      spellcheck="false"
      aria-describedby="new-hint"
      data-test="new-handle"
    />
    <p class="hint" id="new-hint">Exactly as they told you. They are asked before you can reach them directly.</p>
    ${failureBox(dialog.failure)}
    <div class="actions end">
      ${submitButton('Write to them', dialog.busy ? 'Looking them up…' : '', 'start-direct')}
    </div>
  </form>
`;

/**
 * @param {State} state
 * @param {Extract<import('../state.js').Dialog, {kind: 'new'}>} dialog
 */
function groupForm(state, dialog) {
  const known = [...state.people.everybody()].filter(([account]) => account !== state.me.account).slice(-40);
  const submit = onSubmit((fields, form) => {
    const picked = [...new FormData(form).getAll('known')].map(String);
    void startGroup(fields.title, [...new Set([...picked, ...splitHandles(fields.handles)])]);
  });
  return html`
    <form @submit=${submit}>
      <label for="new-title">Name of the group</label>
      <input id="new-title" name="title" required maxlength="100" autocomplete="off" data-test="new-title" />
      ${
        known.length > 0
          ? html`<fieldset>
              <legend>People you know</legend>
              <div class="people">
                ${known.map(
                  ([, person]) => html`
                    <label class="check"
                      ><input type="checkbox" name="known" value=${person.handle} />
                      <bdi>${memberName(person)}</bdi></label
                    >
                  `,
                )}
              </div>
            </fieldset>`
          : nothing
      }
      <label for="new-handles">${known.length > 0 ? 'Others, by handle' : 'Who, by handle'}</label>
      <input
        id="new-handles"
        name="handles"
        autocapitalize="none"
        autocomplete="off"
        spellcheck="false"
        aria-describedby="handles-hint"
        data-test="new-handles"
      />
      <p class="hint" id="handles-hint">Several with spaces between. You can invite more later.</p>
      ${failureBox(dialog.failure)}
      <div class="actions end">${submitButton('Make the group', dialog.busy ? 'Making it…' : '', 'start-group')}</div>
    </form>
  `;
}

/** @type {Record<string, string>} */
const CAME = {
  self: 'Written on this device',
  direct: 'Came straight from the device',
  relay: 'Came through the server',
  store: 'Waited in the server’s store',
};

/**
 * How far a message has come at each device.
 *
 * @param {State} state
 * @param {string} key
 */
function detailsView(state, key) {
  const item = state.open?.transcript.at(key);
  if (!item) return html`<p>The message is no longer on the screen.</p>`;
  const { entry } = item;
  const statuses = Object.entries(entry.statuses ?? {});
  const refusals = standingRefusals(entry);
  const names = state.people.deviceNames(
    statuses.map(([device]) => device),
    state.me.account,
  );
  return html`
    <dl class="facts">
      <dt>Written</dt>
      <dd>${fullTime(entry.atMs)}</dd>
      <dt>Path</dt>
      <dd>${CAME[entry.by] ?? entry.by}</dd>
      <dt>Number</dt>
      <dd>${entry.seq} of its device</dd>
    </dl>
    ${
      item.mine && statuses.length > 0
        ? html`<h3>For each device</h3>
            <ul class="statuses">
              ${statuses.map(([device, status], index) => statusRow(names[index], status, refusals[device]))}
            </ul>`
        : nothing
    }
    ${item.mine ? refusedView(item) : nothing}
    ${item.mine && statuses.length === 0 && entry.by === 'self' ? html`<p>There is no other device yet that it could go to.</p>` : nothing}
  `;
}

/**
 * @param {string} name
 * @param {import('../types.js').Status} status
 * @param {string | undefined} code
 */
function statusRow(name, status, code) {
  const why = code ? `: ${refusedWords(code)}` : '';
  return html`
    <li data-test="device-status" data-status=${status}>
      ${tickIcon(status)}
      <span
        ><b><bdi>${name}</bdi></b> <span class="sub">${STATUS_WORDS[status]}${why}</span></span
      >
    </li>
  `;
}

/**
 * What to do about a message that did not get to everybody.
 *
 * @param {import('../model/Transcript.js').Item} item
 */
function refusedView(item) {
  const codes = new Set(Object.values(standingRefusals(item.entry)));
  if (codes.size === 0) return nothing;
  const { kind } = item.entry.content;
  const again = item.status === 'refused' && !item.deleted && (kind === 'text' || kind === 'reply');
  return html`
    <div class="not-sent" data-test="refused">
      ${[...codes].map((code) => html`<p>${refusalAdvice(code)}</p>`)}
      ${
        again
          ? html`<div class="actions">
              <button type="button" class="secondary" @click=${() => sendAnew(item)} data-test="send-anew">
                Send again
              </button>
            </div>`
          : nothing
      }
    </div>
  `;
}

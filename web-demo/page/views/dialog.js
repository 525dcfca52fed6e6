import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { closeDialog } from '../actions/dialog.js';
import { fetching, later } from '../later.js';
import { closeIcon } from './icons.js';
import { noticesView } from './notices.js';

/** @typedef {import('../state.js').State} State */

/**
 * The one dialog of the page. It is always there, so that the browser can give the keyboard back to where it was.
 *
 * @param {State} state
 */
export function dialogView(state) {
  const titles = { new: 'New conversation', settings: 'Settings', details: 'Details of the message', confirm: '' };
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
                ${later.dialogs?.contentOf(state, dialog) ?? fetching()}
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

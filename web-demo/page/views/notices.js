import { html } from '../vendor/lit-html/lit-html.js';
import { repeat } from '../vendor/lit-html/directives/repeat.js';
import { putAway } from '../context.js';
import { closeIcon } from './icons.js';

/**
 * What is told beside what the person is doing. Within the dialog while one is open: the browser shows nothing else then.
 *
 * @param {import('../state.js').State} state
 */
export const noticesView = (state) => html`
  <div class="notices">
    ${repeat(
      state.notices,
      (notice) => notice.id,
      (notice) => html`
        <div class="notice ${notice.tone}" role=${notice.tone === 'bad' ? 'alert' : 'status'} data-test="notice">
          <p><strong>${notice.what}</strong> ${notice.todo ?? ''}</p>
          <button type="button" class="quiet" aria-label="Put this away" @click=${() => putAway(notice.id)}>
            ${closeIcon()}
          </button>
        </div>
      `,
    )}
  </div>
`;

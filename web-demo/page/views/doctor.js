import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { copyReport, openDoctor } from '../actions/doctor.js';
import { TITLES } from '../model/doctor.js';
import { outcomeIcon, spinner } from './icons.js';

/** What opens the checks of the connection. @param {string} [className] */
export const doctorButton = (className = 'secondary') => html`
  <button type="button" class=${className} @click=${openDoctor} data-test="doctor">Check the connection</button>
`;

/**
 * The checks of the connection.
 *
 * @param {Extract<import('../state.js').Dialog, { kind: 'doctor' }>} dialog
 */
export const doctorView = (dialog) => html`
  <p class="verdict" role="status" data-test=${dialog.busy ? 'checking' : 'verdict'}>
    ${dialog.busy ? html`${spinner()} ${dialog.busy}` : dialog.verdict}
    ${dialog.busy ? nothing : failedView(dialog.checks)}
  </p>
  <ol class="checks" aria-label="Checks" aria-busy=${dialog.busy !== ''}>
    ${dialog.checks.map(checkRow)}
  </ol>
  ${
    dialog.busy
      ? nothing
      : html`<p class="hint">The report has no password and no token in it, but addresses of this network.</p>
          <div class="actions">
            <button type="button" class="primary" @click=${() => copyReport(dialog)} data-test="copy-report">
              Copy the report
            </button>
            <button type="button" class="secondary" @click=${openDoctor} data-test="check-again">Check again</button>
          </div>`
  }
`;

/** Some rows lie below the edge of the screen. @param {import('../model/doctor.js').Check[]} checks */
function failedView(checks) {
  const names = checks.filter(({ outcome }) => outcome === 'failed').map(({ name }) => TITLES[name]);
  return names.length > 0 ? html`<b>Failed: ${[...new Set(names)].join(', ')}.</b>` : nothing;
}

/** @param {import('../model/doctor.js').Check} check */
const checkRow = ({ name, outcome, detail, todo }) => html`
  <li class=${outcome} data-test="check" data-name=${name} data-outcome=${outcome}>
    ${outcomeIcon(outcome)}
    <div>
      <h3>${TITLES[name]} <span>${outcome}</span></h3>
      <p>${detail}</p>
      ${todo ? html`<p><b>What to do:</b> ${todo}</p>` : nothing}
    </div>
  </li>
`;

// Small pieces that several views use.
import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { hueOf, initials } from '../model/rosters.js';
import { spinner } from './icons.js';

/** @typedef {import('../types.js').Failure} Failure */

/**
 * A round sign for somebody; what it shows stands beside it in words.
 *
 * @param {string} name
 * @param {string} id decides the colour
 * @param {string} [presence]
 */
export const avatar = (name, id, presence) => html`
  <span class="avatar hue-${hueOf(id)}" aria-hidden="true">
    ${initials(name)}${presence === 'online' || presence === 'away' ? html`<i class="dot ${presence}"></i>` : nothing}
  </span>
`;

/**
 * What went wrong, and what to do.
 *
 * @param {Failure | undefined} failure
 */
export const failureBox = (failure) =>
  failure
    ? html`<p class="failure" role="alert" data-test="failure"><strong>${failure.what}</strong> ${failure.todo}</p>`
    : nothing;

/**
 * A button that shows that its work is being done.
 *
 * @param {string} label
 * @param {string | boolean} busy the words meanwhile
 * @param {string} test hook for tests
 */
export const submitButton = (label, busy, test) => html`
  <button class="primary" type="submit" ?disabled=${Boolean(busy)} data-test=${test}>
    ${busy ? html`${spinner()} ${busy === true ? label : busy}` : label}
  </button>
`;

/**
 * Handles the submitting of a form: the browser never does it by itself.
 *
 * @param {(fields: Record<string, string>, form: HTMLFormElement) => void} work
 */
export const onSubmit = (work) => (/** @type {SubmitEvent} */ event) => {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.currentTarget);
  const fields = /** @type {Record<string, string>} */ ({});
  for (const [name, value] of new FormData(form)) fields[name] = String(value);
  work(fields, form);
};

/**
 * @param {string} presence
 * @param {number} lastSeenMs
 * @param {(ms: number) => string} ago
 */
export function presenceWords(presence, lastSeenMs, ago) {
  if (presence === 'online') return 'online';
  if (presence === 'away') return 'away';
  return lastSeenMs > 0 ? `last seen ${ago(lastSeenMs)}` : 'offline';
}

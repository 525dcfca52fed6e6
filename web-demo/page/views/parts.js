// Small pieces that several views use.
import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { hueOf, initials } from '../model/rosters.js';
import { peopleIcon, spinner } from './icons.js';

/** @typedef {import('../types.js').Failure} Failure */

/**
 * A round sign for somebody; what it shows stands beside it in words.
 *
 * @param {string} name
 * @param {string} id decides the colour
 * @param {string} [presence] no dot for offline
 */
export const avatar = (name, id, presence = 'offline') => html`
  <span class="avatar hue-${hueOf(id)}" aria-hidden="true">
    ${initials(name)}${presence === 'offline' ? nothing : html`<i class="dot ${presence}"></i>`}
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
 * @param {string} busy the words meanwhile; empty while nothing is done
 * @param {string} test hook for tests
 * @param {string} [className]
 */
export const submitButton = (label, busy, test, className = 'primary') => html`
  <button class=${className} type="submit" ?disabled=${busy !== ''} data-test=${test}>${busyLabel(label, busy)}</button>
`;

/**
 * What stands on a button.
 *
 * @param {string} label
 * @param {string} busy the words while its work is being done
 */
export const busyLabel = (label, busy) => (busy === '' ? label : html`${spinner()} ${busy}`);

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

/** A group may have anybody's name: it is marked. @param {import('../types.js').Roster} roster */
export const groupSign = ({ kind }) =>
  kind === 'group' ? html`<span class="sign">${peopleIcon()}<span class="sr">Group </span></span>` : nothing;

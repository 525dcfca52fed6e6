// Icons drawn by hand on a grid of 24. They say nothing themselves: the button beside or around them has the words.
import { html } from '../vendor/lit-html/lit-html.js';

/** @param {string} path @param {string} [className] */
const icon = (path, className = '') =>
  html`<svg class="icon ${className}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d=${path} />
  </svg>`;

export const addIcon = () => icon('M12 5v14M5 12h14');
export const backIcon = () => icon('M15 5l-7 7 7 7');
export const closeIcon = () => icon('M6 6l12 12M18 6L6 18');
export const sendIcon = () => icon('M5 12h13M12 5l7 7-7 7');
export const searchIcon = () => icon('M10.5 4a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM15.5 15.5L20 20');
export const peopleIcon = () =>
  icon(
    'M9 5a3.2 3.2 0 100 6.4A3.2 3.2 0 009 5zM3 19c.4-3.4 2.700-5 6-5s5.600 1.600 6 5M16 5.500a3 3 0 010 5.600M17.500 14.300c2 .6 3.200 2.200 3.500 4.700',
  );
export const personIcon = () =>
  icon('M12 4.500a3.700 3.700 0 100 7.400 3.700 3.700 0 000-7.400zM5 20c.5-3.800 3-5.600 7-5.600s6.500 1.800 7 5.600');
export const moreIcon = () => icon('M6 12h.01M12 12h.01M18 12h.01', 'thick');
export const replyIcon = () => icon('M10 6l-5 5 5 5M5 11h8c4 0 6 2.500 6 7');
export const editIcon = () => icon('M5 19l1-4L16.500 4.500l3 3L9 18zM14 7l3 3');
export const deleteIcon = () => icon('M5 7h14M9.500 7V4.500h5V7M7 7l1 12.500h8L17 7M10.500 10.500v6M13.500 10.500v6');
export const copyIcon = () => icon('M9 9h10v10H9zM15 9V5H5v10h4');
export const detailsIcon = () => icon('M12 4a8 8 0 100 16 8 8 0 000-16zM12 11v5M12 8h.01');
export const downIcon = () => icon('M12 5v14M6 13l6 6 6-6');
export const settingsIcon = () =>
  icon(
    'M4 8h9M17 8h3M4 16h3M11 16h9M15 5.800a2.200 2.200 0 100 4.400 2.200 2.200 0 000-4.400zM9 13.800a2.200 2.200 0 100 4.400 2.200 2.200 0 000-4.400z',
  );
export const windowsIcon = () => icon('M3 6h10v8H3zM11 14v4h10v-8h-8');

/** @type {Record<import('../types.js').Status, string>} */
const TICKS = {
  queued: 'M12 5a7 7 0 100 14 7 7 0 000-14zM12 8.500V12l2.500 1.500',
  sent: 'M5 12.500l4.500 4.500L19 7.500',
  stored: 'M5 9.500l4.500 4.500L19 5M6 20h12',
  delivered: 'M2.500 12.500L7 17l8.500-9M10.500 16l1 1L21 7.500',
  read: 'M2.500 12.500L7 17l8.500-9M10.500 16l1 1L21 7.500',
  refused: 'M12 4a8 8 0 100 16 8 8 0 000-16zM12 8v5M12 16h.01',
};

/** @param {import('../types.js').Status} status */
export const tickIcon = (status) => icon(TICKS[status], `tick ${status}`);

/** @type {Record<import('../model/doctor.js').Outcome, string>} */
const OUTCOMES = {
  ok: TICKS.sent,
  warning: 'M12 4L3 19.500h18zM12 10v4M12 16.800h.01',
  failed: TICKS.refused,
  skipped: 'M7 12h10',
};

/** @param {import('../model/doctor.js').Outcome} outcome of a check */
export const outcomeIcon = (outcome) => icon(OUTCOMES[outcome]);

/** The mark: three strands laid as one. */
export const plaitMark = () => html`
  <svg class="mark" viewBox="0 0 64 64" aria-hidden="true" focusable="false">
    <path class="strand-store" d="M32 5C32 14 50 15 50 25S14 39 14 49c0 5 4 8 8 12" />
    <path class="strand-relay" d="M50 5c0 10-36 10-36 20s36 11 36 22c0 6-4 10-8 14" />
    <path class="strand-direct" d="M14 5c0 10 36 10 36 20S32 36 32 47v14" />
    <path class="strand-relay" d="M14 25c0 5 8 8 17 11" />
  </svg>
`;

/** A spinner; under reduced motion it only stands there. */
export const spinner = () => html`<span class="spinner" aria-hidden="true"></span>`;

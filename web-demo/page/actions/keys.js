// The keyboard where the browser's own ways do not reach: Escape, and arrows in lists.
import { context, changed, afterDrawing, focusOn } from '../context.js';
import { cancelDraft } from './messages.js';
import { closePanel } from './panel.js';

const { state } = context;

/** Escape closes what is on top, one thing at a time. @param {KeyboardEvent} event */
export function escape(event) {
  // A modal dialog closes itself; an input method's Escape takes back what it was composing.
  if (event.key !== 'Escape' || event.defaultPrevented || state.dialog || composing(event)) return;
  if (state.menu) return closeMenu();
  const draft = state.open && state.drafts.of(state.open.conv);
  if (draft && (draft.edit || draft.reply)) return cancelDraft();
  if (state.panel) return closePanel();
  if (state.open && document.activeElement?.closest('.messages')) focusOn('#composer');
}

/** Whether an input method has the key: Safari tells it by the code only. @param {KeyboardEvent} event */
export const composing = (event) => event.isComposing || event.keyCode === 229;

/**
 * Arrows, Home and End move the keyboard among elements.
 *
 * @param {KeyboardEvent} event
 * @param {string} selector of the elements
 * @returns {HTMLElement | undefined} where it went
 */
export function moveFocus(event, selector) {
  const box = /** @type {HTMLElement} */ (event.currentTarget);
  const all = /** @type {HTMLElement[]} */ ([...box.querySelectorAll(selector)]);
  const here = all.findIndex((element) => element.contains(document.activeElement));
  const places = /** @type {Record<string, number>} */ ({
    ArrowDown: Math.min(here + 1, all.length - 1),
    ArrowUp: Math.max(here - 1, 0),
    Home: 0,
    End: all.length - 1,
  });
  const to = all[places[event.key] ?? -1];
  if (!to) return undefined;
  event.preventDefault();
  to.focus();
  return to;
}

/**
 * Keys in the message view. One message at a time is in the order of the Tab key.
 *
 * @param {KeyboardEvent} event
 */
export function messageKey(event) {
  const open = state.open;
  const target = /** @type {HTMLElement} */ (event.target);
  if (!open || target.dataset.key === undefined) return;
  const to = moveFocus(event, '[data-key]');
  if (to) {
    open.active = to.dataset.key;
    changed();
  } else if (event.key === 'Enter' || event.key === ' ' || event.key === 'ContextMenu') {
    event.preventDefault();
    openMenu(target.dataset.key, /** @type {HTMLElement} */ (target.querySelector('.bubble') ?? target));
  }
}

/**
 * Opens the menu of a message; nothing can be done with a deleted one.
 *
 * @param {string} key
 * @param {HTMLElement} near
 */
export function openMenu(key, near) {
  const item = state.open?.transcript.at(key);
  if (!item || item.deleted) return;
  const box = near.getBoundingClientRect();
  if (state.open) state.open.active = key;
  state.menu = { key, x: box.left, y: box.bottom };
  focusOn('.menu [role="menuitem"]');
}

/** Closes it and goes back to its message. */
export function closeMenu() {
  const key = state.menu?.key;
  if (key === undefined) return;
  state.menu = undefined;
  focusOn(`[data-key="${key}"]`);
}

/**
 * Closes the menu and then opens a dialog, which gives the keyboard back to the message.
 *
 * @param {() => void} open
 */
export function openFromMenu(open) {
  closeMenu();
  afterDrawing(open);
}

/** Keys in the menu of a message. @param {KeyboardEvent} event */
export function menuKey(event) {
  if (event.key === 'Tab') {
    event.preventDefault();
    closeMenu();
    return;
  }
  const sideways = /** @type {Record<string, string>} */ ({ ArrowRight: 'ArrowDown', ArrowLeft: 'ArrowUp' });
  const key = sideways[event.key];
  if (key) {
    event.preventDefault();
    const items = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('.menu [role="menuitem"]')]);
    const here = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    items[(here + (key === 'ArrowDown' ? 1 : -1) + items.length) % items.length]?.focus();
  } else {
    moveFocus(event, '[role="menuitem"]');
  }
}

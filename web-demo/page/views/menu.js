import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { closeMenu, menuKey, openFromMenu } from '../actions/keys.js';
import { askToDelete, copy, edit, react, reply } from '../actions/messages.js';
import { showDetails } from '../actions/dialog.js';
import { isRequest } from '../model/rosters.js';
import { copyIcon, deleteIcon, detailsIcon, editIcon, replyIcon } from './icons.js';

/** @typedef {import('../state.js').State} State */

/** Reactions at hand, with their words. */
const REACTIONS = [
  ['👍', 'Thumbs up'],
  ['❤️', 'Heart'],
  ['😂', 'Laughing'],
  ['😮', 'Surprised'],
  ['😢', 'Sad'],
  ['🎉', 'Celebrating'],
];

/** @param {(emoji: string) => () => void} pick */
function reactionsView(pick) {
  return html`
    <div class="emoji" role="group" aria-label="Reactions">
      ${REACTIONS.map(
        ([emoji, words]) => html`
          <button type="button" role="menuitem" tabindex="-1" aria-label=${words} @click=${pick(emoji)}>
            ${emoji}
          </button>
        `,
      )}
    </div>
  `;
}

/**
 * What can be done with a message.
 *
 * @param {State} state
 */
export function menuView(state) {
  const { menu, open } = state;
  const item = menu && open?.transcript.at(menu.key);
  const conversation = open && state.conversations.get(open.conv);
  if (!item || !conversation || item.deleted) return nothing;
  const pick = (/** @type {() => void} */ work) => () => {
    closeMenu();
    work();
  };
  const write = !isRequest(conversation.roster, state.me.account);
  return html`
    <div class="scrim" @click=${closeMenu}></div>
    <div class="menu" role="menu" aria-label="Actions for the message" @keydown=${menuKey} data-test="menu">
      ${write && !item.unknown ? reactionsView((emoji) => pick(() => react(item, emoji))) : nothing}
      ${
        write
          ? entry(
              replyIcon,
              'Answer',
              pick(() => reply(item)),
            )
          : nothing
      }
      ${
        item.unknown
          ? nothing
          : entry(
              copyIcon,
              'Copy the text',
              pick(() => copy(item.text)),
            )
      }
      ${
        item.mine && write && !item.unknown
          ? entry(
              editIcon,
              'Change',
              pick(() => edit(item)),
            )
          : nothing
      }
      ${entry(detailsIcon, 'Details', () => openFromMenu(() => showDetails(item.key)))}
      ${
        item.mine && write
          ? entry(deleteIcon, 'Delete', () => openFromMenu(() => askToDelete(item)), 'danger')
          : nothing
      }
    </div>
  `;
}

/**
 * @param {() => unknown} icon
 * @param {string} label
 * @param {() => void} work
 * @param {string} [className]
 */
const entry = (icon, label, work, className = '') => html`
  <button type="button" role="menuitem" tabindex="-1" class=${className} @click=${work}>${icon()} ${label}</button>
`;

/**
 * Puts the menu beside its message, within the window.
 *
 * @param {State} state
 */
export function placeMenu(state) {
  const menu = /** @type {HTMLElement | null} */ (document.querySelector('.menu'));
  if (!menu || !state.menu) return;
  const left = Math.max(8, Math.min(state.menu.x, innerWidth - menu.offsetWidth - 8));
  const top = Math.max(8, Math.min(state.menu.y + 4, innerHeight - menu.offsetHeight - 8));
  menu.style.setProperty('--left', `${left}px`);
  menu.style.setProperty('--top', `${top}px`);
}

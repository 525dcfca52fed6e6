import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { openMenu } from '../actions/keys.js';
import { discard, react, sendAgain, takeBack } from '../actions/messages.js';
import { showDetails } from '../actions/dialog.js';
import { goTo } from '../actions/scroll.js';
import { splitLinks } from '../model/links.js';
import { STATUS_WORDS } from '../model/status.js';
import { fullTime, timeOf } from '../model/times.js';
import { hueOf } from '../model/rosters.js';
import { beginning } from '../model/text.js';
import { moreIcon, spinner, tickIcon } from './icons.js';

/** @typedef {import('../state.js').State} State */
/** @typedef {import('../model/Transcript.js').Item} Item */

/**
 * @typedef {object} Shown
 * @property {Item} item
 * @property {boolean} first whether it begins a run of its author
 * @property {boolean} group
 * @property {boolean} request whether the conversation has not been accepted: its addresses are text
 * @property {boolean} here whether the Tab key reaches it
 * @property {boolean} flash
 * @property {Item | undefined} quoted the message answered, if it is loaded
 */

/**
 * One message.
 *
 * @param {State} state
 * @param {Shown} shown
 */
export function messageView(state, { item, first, group, request, here, flash, quoted }) {
  const author = item.mine ? 'You' : state.people.nameOf(item.account);
  const classes = ['message', item.mine ? 'mine' : 'theirs', first ? 'first' : '', flash ? 'flash' : ''].join(' ');
  return html`
    <li
      class=${classes}
      data-key=${item.key}
      data-id=${item.entry.id}
      data-test="message"
      data-by=${item.entry.by}
      data-status=${item.status ?? nothing}
      tabindex=${here ? '0' : '-1'}
    >
      ${first && group && !item.mine ? html`<p class="author hue-${hueOf(item.account)}" aria-hidden="true"><bdi>${author}</bdi></p>` : nothing}
      <div class="bubble">
        <span class="sr">${author}: </span>
        ${item.reply ? quoteView(state, item.reply, quoted, here) : nothing} ${bodyView(item, request)}
        <span class="meta">
          ${item.edited && !item.deleted ? html`<span data-test="edited">edited</span>` : nothing}
          <time title=${fullTime(item.entry.atMs)}>${timeOf(item.entry.atMs)}</time>
          ${item.mine && item.status ? tickView(item, here) : nothing}
        </span>
      </div>
      ${
        item.deleted
          ? nothing
          : html`<button
              type="button"
              class="quiet more"
              tabindex=${here ? '0' : '-1'}
              aria-label="Actions for this message"
              aria-haspopup="menu"
              data-test="actions"
              @click=${(/** @type {any} */ event) => openMenu(item.key, event.currentTarget)}
            >
              ${moreIcon()}
            </button>`
      }
      ${item.reactions.length > 0 && !item.deleted ? reactionsView(state, item, here) : nothing}
    </li>
  `;
}

/**
 * @param {Item} item
 * @param {boolean} request
 */
function bodyView(item, request) {
  if (item.deleted) return html`<span class="text gone" data-test="text">This message was deleted</span>`;
  if (item.unknown) {
    return html`<span class="text gone" data-test="text"
      >This version cannot show this message. Reload the page for a newer one.</span
    >`;
  }
  return html`<span class="text" dir="auto" data-test="text">${request ? item.text : linked(item.text)}</span>`;
}

/** @param {string} text */
const linked = (text) =>
  splitLinks(text).map(({ text, href, host }) =>
    href === undefined
      ? text
      : html`<a href=${href} target="_blank" rel="noopener noreferrer" dir="ltr">${text}</a>${
            host === undefined
              ? nothing
              : html` <bdi class="host" title="The address leads to this host" data-test="host">(${host})</bdi>`
          }`,
  );

/**
 * @param {State} state
 * @param {string} id
 * @param {Item | undefined} quoted
 * @param {boolean} here
 */
function quoteView(state, id, quoted, here) {
  const who = quoted ? (quoted.mine ? 'You' : state.people.nameOf(quoted.account)) : 'An earlier message';
  const text = quoted?.deleted ? 'This message was deleted' : quoted && beginning(quoted.text, 160);
  return html`
    <button
      type="button"
      class="quote"
      tabindex=${here ? '0' : '-1'}
      @click=${() => goTo((transcript) => transcript.find(id))}
      data-test="quote"
    >
      <span class="sr">Answer to </span><b><bdi>${who}</bdi></b
      >${text ? html`<span dir="auto">${text}</span>` : nothing}
    </button>
  `;
}

/**
 * @param {Item} item
 * @param {boolean} here
 */
function tickView(item, here) {
  const status = item.status ?? 'queued';
  const words = STATUS_WORDS[status];
  return html`
    <button
      type="button"
      class="ticks"
      tabindex=${here ? '0' : '-1'}
      title=${words}
      aria-label="${words}. Details"
      @click=${() => showDetails(item.key)}
      data-test="status"
    >
      ${tickIcon(status)}
    </button>
  `;
}

/**
 * @param {State} state
 * @param {Item} item
 * @param {boolean} here
 */
function reactionsView(state, item, here) {
  return html`
    <div class="reactions">
      ${item.reactions.map(({ emoji, accounts }) => {
        const mine = accounts.includes(state.me.account);
        const names = accounts.map((account) => (account === state.me.account ? 'You' : state.people.nameOf(account)));
        return html`
          <button
            type="button"
            class="reaction"
            tabindex=${here ? '0' : '-1'}
            aria-pressed=${mine}
            aria-label="${emoji}, ${names.join(', ')}"
            title=${names.join(', ')}
            @click=${() => react(item, emoji)}
            data-test="reaction"
          >
            <bdi>${emoji}</bdi> ${accounts.length > 1 ? accounts.length : nothing}
          </button>
        `;
      })}
    </div>
  `;
}

/**
 * A message that is not durable yet, or was refused.
 *
 * @param {import('../types.js').Unsent} unsent
 */
export function unsentView(unsent) {
  const { content, failure } = unsent;
  return html`
    <li class="message mine first unsent" data-test="unsent">
      <div class="bubble">
        <span class="sr">You, ${failure ? 'not sent' : 'being saved'}: </span>
        <span class="text" dir="auto">${content.text ?? ''}</span>
        <span class="meta">${failure ? tickIcon('refused') : spinner()}</span>
      </div>
      ${
        failure
          ? html`<div class="not-sent" role="alert" data-test="failure">
              <p><strong>${failure.what}</strong> ${failure.todo}</p>
              <div class="actions">
                <button type="button" class="secondary" @click=${() => sendAgain(unsent)} data-test="send-again">
                  Send again
                </button>
                <button type="button" class="secondary" @click=${() => takeBack(unsent)}>Back to the field</button>
                <button type="button" class="link" @click=${() => discard(unsent)}>Discard</button>
              </div>
            </div>`
          : nothing
      }
    </li>
  `;
}

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { repeat } from '../vendor/lit-html/directives/repeat.js';
import { accept, askToBlock, decline, openConversation } from '../actions/conversations.js';
import { moveFocus } from '../actions/keys.js';
import { openNew } from '../actions/groups.js';
import { openSettings } from '../actions/settings.js';
import { copy } from '../actions/messages.js';
import { endTrial } from '../actions/trial.js';
import { presenceOf } from '../model/presence.js';
import {
  calledOf,
  inOrder,
  isRequest,
  isWaiting,
  memberName,
  othersOf,
  shortTitleOf,
  titleOf,
} from '../model/rosters.js';
import { isolated } from '../model/text.js';
import { shortTime } from '../model/times.js';
import { avatar, busyLabel, groupSign } from './parts.js';
import { addIcon, closeIcon, plaitMark, settingsIcon } from './icons.js';
import { connectionView } from './connection.js';

/** @typedef {import('../state.js').State} State */
/** @typedef {import('../types.js').Conversation} Conversation */

/**
 * The list of conversations.
 *
 * @param {State} state
 */
export function listView(state) {
  const { requests, rest } = inOrder(state.conversations.values(), state.me.account);
  return html`
    <nav class="list" aria-label="Conversations" @keydown=${listKey}>
      <header>
        ${plaitMark()}
        <p class="brand">Plait</p>
        <button
          type="button"
          class="quiet"
          aria-label="New conversation"
          title="New conversation"
          @click=${() => openNew()}
          data-test="new"
        >
          ${addIcon()}
        </button>
        <button
          type="button"
          class="quiet"
          aria-label="Settings of ${state.me.handle}"
          title="Settings"
          @click=${openSettings}
          data-test="settings"
        >
          ${settingsIcon()}
        </button>
      </header>
      ${connectionView(state)} ${trialView(state)}
      <div class="rows">
        ${
          requests.length > 0
            ? html`<h2 class="heading">Requests</h2>
                <ul>
                  ${repeat(
                    requests,
                    (one) => one.roster.conv,
                    (one) => requestRow(state, one),
                  )}
                </ul>
                <h2 class="heading">Conversations</h2>`
            : nothing
        }
        ${
          rest.length > 0
            ? html`<ul>
                ${repeat(
                  rest,
                  (one) => one.roster.conv,
                  (one) => row(state, one),
                )}
              </ul>`
            : emptyList(requests.length > 0)
        }
      </div>
    </nav>
  `;
}

/** @param {KeyboardEvent} event */
const listKey = (event) => {
  if (/** @type {HTMLElement} */ (event.target).matches('.row')) moveFocus(event, '.row');
};

/** @param {boolean} requests */
const emptyList = (requests) => html`
  <div class="empty">
    <p>${requests ? 'None yet: accept a request, or begin one yourself.' : 'No conversations yet.'}</p>
    <button type="button" class="secondary" @click=${() => openNew()}>Write to somebody</button>
  </div>
`;

/**
 * @param {State} state
 * @param {Conversation} one
 */
function row(state, one) {
  const { roster, unread, last } = one;
  const name = titleOf(roster, state.me.account);
  const other = othersOf(roster, state.me.account)[0];
  const direct = roster.kind === 'direct' && other;
  const presence = direct ? presenceOf(state, other.account).state : undefined;
  const current = state.open?.conv === roster.conv;
  return html`
    <li>
      <button
        type="button"
        class="row"
        aria-current=${current ? 'true' : nothing}
        data-conv=${roster.conv}
        data-test="conversation"
        @click=${() => openConversation(roster.conv)}
      >
        ${avatar(shortTitleOf(roster, state.me.account), direct ? other.account : roster.conv, presence)}
        <span class="lines">
          <span class="line"
            ><strong class="name">${groupSign(roster)}<bdi>${name}</bdi></strong
            >${presence === 'online' || presence === 'away' ? html`<span class="sr">, ${presence}</span>` : nothing}
            <span class="time">${last ? shortTime(last.atMs, state.nowMs) : ''}</span></span
          >
          <span class="line"
            ><span class="preview">${previewOf(state, one)}</span> ${
              unread > 0
                ? html`<span class="unread" data-test="unread"
                    ><span aria-hidden="true">${unread > 99 ? '99+' : unread}</span
                    ><span class="sr">, ${unread > 99 ? 'more than 99' : unread} unread</span></span
                  >`
                : nothing
            }</span
          >
        </span>
      </button>
    </li>
  `;
}

/**
 * What a line of the list says under the name.
 *
 * @param {State} state
 * @param {Conversation} one
 */
function previewOf(state, one) {
  const { conv, kind } = one.roster;
  const [device] = one.typing.keys();
  if (device !== undefined) {
    const who = html`<bdi>${state.people.nameOf(state.people.accountOf(device))}</bdi> is `;
    return html`<em class="typing">${kind === 'group' ? who : nothing}typing…</em>`;
  }
  const draft = state.drafts.of(conv).text;
  if (draft && state.open?.conv !== conv) return html`<em>Draft:</em> <bdi>${draft}</bdi>`;
  return one.last ? saidBy(state, kind, one.last) : html`<em>Nothing written yet</em>`;
}

/**
 * A message, with its author where that may be anybody.
 *
 * @param {State} state
 * @param {import('../types.js').Roster['kind']} kind
 * @param {{ account: string, text: string }} last
 */
function saidBy(state, kind, { account, text }) {
  const words = html`<bdi>${text}</bdi>`;
  if (account === state.me.account) return html`You: ${words}`;
  return kind === 'group' ? html`<bdi>${state.people.nameOf(account)}</bdi>: ${words}` : words;
}

/**
 * What a request says under the name: a group may be called like somebody who is not even in it.
 *
 * @param {State} state
 * @param {Conversation} one
 */
function askedBy(state, { roster, last }) {
  if (last) return saidBy(state, roster.kind, last);
  if (roster.kind === 'direct') return 'wants to write to you';
  const there = othersOf(roster, state.me.account).filter(({ accepted }) => accepted);
  return `invites you; in it: ${there.map((member) => isolated(memberName(member))).join(', ') || 'nobody'}`;
}

/**
 * @param {State} state
 * @param {Conversation} one
 */
function requestRow(state, one) {
  const { roster, busy } = one;
  const { conv } = roster;
  const name = titleOf(roster, state.me.account);
  const called = calledOf(roster, state.me.account);
  return html`
    <li class="request-row" data-test="request">
      <button
        type="button"
        class="row"
        data-conv=${conv}
        aria-current=${state.open?.conv === conv ? 'true' : nothing}
        @click=${() => openConversation(conv)}
      >
        ${avatar(shortTitleOf(roster, state.me.account), conv)}
        <span class="lines">
          <span class="line"
            ><strong class="name">${groupSign(roster)}<bdi>${name}</bdi></strong></span
          >
          <span class="line"><span class="preview">${askedBy(state, one)}</span></span>
        </span>
      </button>
      <div class="actions">
        <button
          type="button"
          class="primary"
          aria-label=${busy || `Accept ${called}`}
          ?disabled=${busy !== ''}
          @click=${() => accept(conv)}
          data-test="accept"
        >
          ${busyLabel('Accept', busy)}
        </button>
        <button
          type="button"
          class="secondary"
          aria-label="Decline ${called}"
          ?disabled=${busy !== ''}
          @click=${() => decline(conv)}
          data-test="decline"
        >
          Decline
        </button>
        <button
          type="button"
          class="secondary"
          aria-label="Block ${called}"
          ?disabled=${busy !== ''}
          @click=${() => askToBlock(conv)}
          data-test="block"
        >
          Block
        </button>
      </div>
    </li>
  `;
}

/**
 * The next step of the two-window trial.
 *
 * @param {State} state
 */
function trialView(state) {
  const { trial } = state;
  if (!trial) return nothing;
  return html`
    <section class="card trial" aria-label="Try it alone">
      <button type="button" class="quiet corner" aria-label="Put the trial card away" @click=${endTrial}>
        ${closeIcon()}
      </button>
      <p>This window is <strong>${trial.handle}</strong>. The password stands here until you put this card away:</p>
      <p class="secret">
        <code data-test="trial-password">${trial.password}</code>
        <button type="button" class="link" @click=${() => copy(trial.password)}>Copy</button>
      </p>
      ${trialStep(state, trial)}
    </section>
  `;
}

/**
 * @param {State} state
 * @param {import('../types.js').Trial} trial
 */
function trialStep(state, trial) {
  const all = [...state.conversations.values()].map(({ roster }) => roster);
  const me = state.me.account;
  if (all.some((roster) => isRequest(roster, me))) return html`<p><b>3. Accept</b> the request below.</p>`;
  if (all.some((roster) => isWaiting(roster, me))) {
    return html`<p>
      A request has gone to <strong>${trial.other}</strong>. <b>3. Accept it</b> in the first window, and write.
    </p>`;
  }
  if (all.length > 0 || trial.window === 'second') return html`<p>Both windows are connected: write in either.</p>`;
  const address = `/#try=${encodeURIComponent(trial.handle)}`;
  return html`
    <a class="primary" href=${address} target="_blank" @click=${openBeside} data-test="trial-open"
      >2. Open the second window</a
    >
  `;
}

/** Opens a window beside this one; where that is not allowed, the link opens a tab. @param {MouseEvent} event */
function openBeside(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || matchMedia('(pointer: coarse)').matches) return;
  const width = Math.min(980, Math.round(screen.availWidth / 2));
  const left = Math.max(0, screen.availWidth - width);
  const { href } = /** @type {HTMLAnchorElement} */ (event.currentTarget);
  const opened = open(href, '_blank', `popup,width=${width},height=${screen.availHeight},left=${left},top=0`);
  if (!opened) return;
  opened.opener = null;
  event.preventDefault();
}

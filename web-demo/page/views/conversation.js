import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { repeat } from '../vendor/lit-html/directives/repeat.js';
import { guard } from '../vendor/lit-html/directives/guard.js';
import {
  accept,
  askToBlock,
  closeConversation,
  decline,
  isThere,
  loadOlder,
  somebodyThere,
} from '../actions/conversations.js';
import { followNewest, scrolled } from '../actions/scroll.js';
import { messageKey } from '../actions/keys.js';
import { togglePanel } from '../actions/panel.js';
import { badgeOf } from '../model/pathBadge.js';
import { presenceOf, presenceWords } from '../model/presence.js';
import { isDeleted, isRequest, isWaiting, memberName, othersOf, shortTitleOf, titleOf } from '../model/rosters.js';
import { isolated } from '../model/text.js';
import { agoLabel, dayLabel } from '../model/times.js';
import { rowsOf, windowOf } from '../model/rows.js';
import { avatar, busyLabel, failureBox, groupSign } from './parts.js';
import { backIcon, downIcon, peopleIcon, personIcon, plaitMark, searchIcon, spinner } from './icons.js';
import { messageView, unsentView } from './message.js';
import { composerView } from './composer.js';
import { narrowConnectionView } from './connection.js';

/** @typedef {import('../state.js').State} State */
/** @typedef {import('../state.js').Open} Open */
/** @typedef {import('../types.js').Conversation} Conversation */

/**
 * The conversation on the screen.
 *
 * @param {State} state
 */
export function conversationView(state) {
  const open = state.open;
  const conversation = open && state.conversations.get(open.conv);
  if (!open || !conversation) return nobodyView();
  const request = isRequest(conversation.roster, state.me.account);
  return html`
    <main class="conversation" id="main" tabindex="-1" aria-labelledby="title">
      ${headView(state, conversation)} ${narrowConnectionView(state)} ${messagesView(state, open, conversation)}
      <div class="foot">
        ${open.below > 0 || !open.atBottom ? newestButton(open) : nothing} ${typingView(state, conversation)}
        ${request ? requestView(state, conversation) : composerView(state, conversation)}
      </div>
    </main>
  `;
}

const nobodyView = () => html`
  <main class="conversation nobody" id="main" tabindex="-1">
    ${plaitMark()}
    <p>Pick a conversation, or begin one.</p>
  </main>
`;

/**
 * @param {State} state
 * @param {Conversation} conversation
 */
function headView(state, conversation) {
  const { roster } = conversation;
  const me = state.me.account;
  const others = othersOf(roster, me);
  const direct = roster.kind === 'direct' ? others[0] : undefined;
  const presence = direct && presenceOf(state, direct.account);
  const name = titleOf(roster, me);
  const elsewhere = waitingElsewhere(state, roster.conv);
  const badge = badgeOf(conversation.paths, isThere, somebodyThere(conversation), state.connection.state === 'online');
  return html`
    <header class="head">
      <button
        type="button"
        class="quiet back"
        aria-label=${elsewhere > 0 ? `Back to the list, where ${elsewhere} wait` : 'Back to the list'}
        @click=${closeConversation}
        data-test="back"
      >
        ${backIcon()}${elsewhere > 0 ? html`<i aria-hidden="true"></i>` : nothing}
      </button>
      ${avatar(shortTitleOf(roster, me), direct ? direct.account : roster.conv, presence?.state)}
      <div class="title">
        <h2 id="title" tabindex="-1">${groupSign(roster)}<bdi>${name}</bdi></h2>
        <p class="sub">${subtitle(state, conversation)}</p>
      </div>
      <button
        type="button"
        class="badge ${badge.strand}"
        aria-label="Path: ${badge.label}. Why this path?"
        title="${badge.meaning} Why this path?"
        aria-expanded=${state.panel === 'path'}
        data-panel="path"
        data-test="path"
        data-path=${badge.strand}
        @click=${() => togglePanel('path')}
      >
        <i></i>${badge.label}
      </button>
      ${panelButton(state, 'search', 'Search', searchIcon())}
      ${panelButton(state, 'info', direct ? `About ${name}` : 'Members', direct ? personIcon() : peopleIcon())}
    </header>
  `;
}

/**
 * How many other conversations have something unread, or ask to be accepted. A phone does not show the list.
 *
 * @param {State} state
 * @param {string} here
 */
function waitingElsewhere(state, here) {
  let count = 0;
  for (const { roster, unread } of state.conversations.values()) {
    if (roster.conv !== here && (unread > 0 || isRequest(roster, state.me.account))) count++;
  }
  return count;
}

/**
 * @param {State} state
 * @param {'search' | 'info'} panel
 * @param {string} label
 * @param {unknown} icon
 */
function panelButton(state, panel, label, icon) {
  return html`
    <button
      type="button"
      class="quiet"
      aria-label=${label}
      title=${label}
      aria-expanded=${state.panel === panel}
      data-panel=${panel}
      data-test=${panel}
      @click=${() => togglePanel(panel)}
    >
      ${icon}
    </button>
  `;
}

/**
 * @param {State} state
 * @param {Conversation} conversation
 */
function subtitle(state, { roster }) {
  const others = othersOf(roster, state.me.account);
  if (roster.kind === 'direct') {
    const other = others[0];
    if (!other) return '';
    if (isDeleted(other)) return 'has left';
    const there = presenceWords(presenceOf(state, other.account), (ms) => agoLabel(ms, state.nowMs));
    return other.accepted ? there : 'has not accepted yet';
  }
  const there = others.filter((member) => presenceOf(state, member.account).state === 'online').length;
  return (
    `${roster.members.length} ${roster.members.length === 1 ? 'member' : 'members'}` +
    (there ? `, ${there} online` : '')
  );
}

/**
 * @param {State} state
 * @param {Open} open
 * @param {Conversation} conversation
 */
function messagesView(state, open, conversation) {
  const items = open.transcript.items();
  const { from, to } = windowOf(items, open.through);
  const shown = items.slice(from, to);
  const group = conversation.roster.kind === 'group';
  const request = isRequest(conversation.roster, state.me.account);
  const unsent = state.drafts.unsent(open.conv);
  const active = shown.some((item) => item.key === open.active) ? open.active : shown.at(-1)?.key;
  const names = state.people.revision();
  return html`
    <div
      class="messages"
      role="region"
      aria-label="Messages"
      tabindex=${shown.length === 0 ? '0' : nothing}
      @scroll=${scrolled}
    >
      ${topView(state, open, from, conversation)}
      <ol aria-label="Messages" @keydown=${messageKey}>
        ${repeat(
          rowsOf(shown, open.firstNew),
          (row) => row.key,
          (row) => {
            if (row.kind === 'day') return html`<li class="day"><span>${dayLabel(row.atMs, state.nowMs)}</span></li>`;
            if (row.kind === 'new') return html`<li class="new-line"><span>New</span></li>`;
            const { item, first } = row;
            const here = item.key === active;
            const flash = item.key === open.flash;
            const quoted = item.reply ? open.transcript.find(item.reply) : undefined;
            return guard([item, item.revision, first, here, flash, quoted?.revision, names, group, request], () =>
              messageView(state, { item, first, group, request, here, flash, quoted }),
            );
          },
        )}
        ${unsent.map((one) => unsentView(one))}
      </ol>
    </div>
  `;
}

/**
 * What stands above the oldest message shown.
 *
 * @param {State} state
 * @param {Open} open
 * @param {number} from first message shown
 * @param {Conversation} conversation
 */
function topView(state, open, from, conversation) {
  if (open.phase === 'failed') {
    return html`<div class="top">
      ${failureBox(open.failure)}<button type="button" class="secondary" @click=${() => loadOlder()}>Try again</button>
    </div>`;
  }
  if (open.phase === 'seeking') return html`<p class="top" role="status">${spinner()} Going back…</p>`;
  if (open.phase !== 'ready') return html`<p class="top" role="status">${spinner()} Reading messages…</p>`;
  if (from > 0 || !open.complete)
    return html`<p class="top">
      <button type="button" class="link" @click=${() => loadOlder()}>Older messages</button>
    </p>`;
  const name = html`<bdi>${titleOf(conversation.roster, state.me.account)}</bdi>`;
  return html`<p class="top">
    This is where ${conversation.roster.kind === 'group' ? 'the group' : 'your conversation with'} ${name} begins.
  </p>`;
}

/** @param {Open} open */
const newestButton = (open) => html`
  <button type="button" class="newest" @click=${followNewest} data-test="newest">
    ${downIcon()} ${open.below > 0 ? `${open.below} new` : html`<span class="sr">To the newest message</span>`}
  </button>
`;

/**
 * @param {State} state
 * @param {Conversation} conversation
 */
function typingView(state, conversation) {
  const names = [...conversation.typing.keys()].map((device) =>
    isolated(state.people.nameOf(state.people.accountOf(device))),
  );
  if (names.length === 0) return nothing;
  const who = names.length > 2 ? 'Several people are' : names.join(' and ') + (names.length > 1 ? ' are' : ' is');
  return html`<p class="typing-line" role="status" data-test="typing">
    <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>${who} typing…
  </p>`;
}

/**
 * @param {State} state
 * @param {Conversation} conversation
 */
function requestView(state, conversation) {
  const { roster, busy } = conversation;
  const group = roster.kind === 'group';
  const asker = othersOf(roster, state.me.account).map((member) => isolated(memberName(member)));
  const { members = 0, said = [], failure } = state.open?.request ?? {};
  return html`
    <div class="request" data-test="asks">
      ${said.map(
        ({ account, text }) => html`
          <blockquote dir="auto">
            <cite><bdi>${state.people.nameOf(account)}</bdi></cite> <span data-test="asked">${text}</span>
          </blockquote>
        `,
      )}
      ${failure ? failureBox(failure) : nothing}
      <p>
        <strong>${asker.join(', ')}</strong>
        ${group ? `invites you to this group${members > 0 ? ` of ${members}` : ''}.` : 'would like to write to you.'}
        Until you accept, they see neither whether you are there nor your address.
      </p>
      <div class="actions">
        <button type="button" class="primary" ?disabled=${busy !== ''} @click=${() => accept(roster.conv)}>
          ${busyLabel('Accept', busy)}
        </button>
        <button type="button" class="secondary" ?disabled=${busy !== ''} @click=${() => decline(roster.conv)}>
          Decline
        </button>
        <button type="button" class="secondary" ?disabled=${busy !== ''} @click=${() => askToBlock(roster.conv)}>
          Block
        </button>
      </div>
    </div>
  `;
}

/**
 * The line above the field while nobody else has accepted, or the other side has deleted its account.
 *
 * @param {State} state
 * @param {Conversation} conversation
 */
export function waitingView(state, { roster }) {
  if (othersOf(roster, state.me.account).some(isDeleted)) {
    return html`<p class="waiting" data-test="other-left">
      They have deleted their account. Nobody gets what you write here.
    </p>`;
  }
  if (!isWaiting(roster, state.me.account)) return nothing;
  const names = othersOf(roster, state.me.account)
    .map((member) => isolated(memberName(member)))
    .join(', ');
  return html`<p class="waiting">Waiting for ${names} to accept. What you write now is kept for them.</p>`;
}

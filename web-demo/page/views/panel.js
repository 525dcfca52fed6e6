import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { closePanel } from '../actions/panel.js';
import { addMember, askToLeave, askToRemove, renameGroup } from '../actions/groups.js';
import { askToBlock } from '../actions/conversations.js';
import { goToHit, HITS, searchFor } from '../actions/search.js';
import { personName } from '../library.js';
import { presenceOf, presenceWords } from '../model/presence.js';
import { calledOf, isDeleted, isOwner, memberName, othersOf } from '../model/rosters.js';
import { around } from '../model/text.js';
import { agoLabel, shortTime } from '../model/times.js';
import { doctorButton } from './doctor.js';
import { avatar, failureBox, onSubmit } from './parts.js';
import { closeIcon, spinner } from './icons.js';
import { narrowConnectionView } from './connection.js';
import { pathView } from './path.js';

/** @typedef {import('../state.js').State} State */
/** @typedef {import('../types.js').Conversation} Conversation */
/** @typedef {import('../types.js').Member} Member */

/**
 * The panel beside the conversation; on a phone it lies over it.
 *
 * @param {State} state
 */
export function panelView(state) {
  const conversation = state.open && state.conversations.get(state.open.conv);
  if (!state.panel || !conversation) return nothing;
  const group = conversation.roster.kind === 'group';
  const titles = { path: 'Why this path?', info: group ? 'Members' : 'About', search: 'Search' };
  const views = { path: pathView, info: infoView, search: searchView };
  return html`
    <aside class="panel" aria-labelledby="panel-title" data-test="panel">
      <header>
        <h2 id="panel-title" tabindex="-1">${titles[state.panel]}</h2>
        <button type="button" class="quiet" aria-label="Close" @click=${closePanel} data-test="close-panel">
          ${closeIcon()}
        </button>
      </header>
      ${narrowConnectionView(state)}
      <div class="body" role="region" aria-labelledby="panel-title" tabindex="0">
        ${views[state.panel](state, conversation)}
        ${state.panel === 'path' ? html`<div class="actions">${doctorButton()}</div>` : nothing}
      </div>
    </aside>
  `;
}

/**
 * @param {State} state
 * @param {Conversation} conversation
 */
function infoView(state, conversation) {
  const { roster } = conversation;
  const group = roster.kind === 'group';
  const owner = group && isOwner(roster, state.me.account);
  const busy = state.side.busy;
  return html`
    ${busy ? html`<p role="status">${spinner()} ${busy}</p>` : nothing} ${failureBox(state.side.failure)}
    ${owner ? renameForm(roster.title ?? '', busy) : nothing}
    <ul class="members" aria-label="Members">
      ${(group ? roster.members : othersOf(roster, state.me.account)).map((member) => memberRow(state, member, owner))}
    </ul>
    ${owner ? addForm(busy) : nothing}
    <div class="actions end">
      ${
        group
          ? html`<button type="button" class="danger" @click=${askToLeave} data-test="leave">Leave the group</button>`
          : html`<button type="button" class="danger" @click=${() => askToBlock(roster.conv)} data-test="block">
              Block ${calledOf(roster, state.me.account)}
            </button>`
      }
    </div>
  `;
}

/**
 * @param {string} title
 * @param {string} busy
 */
const renameForm = (title, busy) => html`
  <form class="inline" @submit=${onSubmit((fields) => void renameGroup(fields.title))}>
    <label for="group-title">Name of the group</label>
    <input id="group-title" name="title" maxlength="100" .value=${title} required data-test="group-title" />
    <button class="secondary" ?disabled=${busy !== ''} data-test="rename-group">Rename</button>
  </form>
`;

/** @param {string} busy */
const addForm = (busy) => html`
  <form
    class="inline"
    @submit=${onSubmit(async (fields, form) => {
      if (await addMember(fields.handle)) form.reset();
    })}
  >
    <label for="add-handle">Invite somebody, by handle</label>
    <input
      id="add-handle"
      name="handle"
      required
      autocapitalize="none"
      autocomplete="off"
      spellcheck="false"
      data-test="add-handle"
    />
    <button class="secondary" ?disabled=${busy !== ''} data-test="add-member">Invite</button>
  </form>
`;

/**
 * @param {State} state
 * @param {Member} member
 * @param {boolean} owner whether the own account may remove others
 */
function memberRow(state, member, owner) {
  const presence = presenceOf(state, member.account);
  const me = member.account === state.me.account;
  const there = me ? 'you' : presenceWords(presence, (ms) => agoLabel(ms, state.nowMs));
  const notes = [
    `@${member.handle}`,
    member.accepted ? there : isDeleted(member) ? 'has left' : 'has not accepted yet',
    member.owner ? 'owner' : '',
  ];
  const devices = member.devices.length;
  if (!me && devices !== 1) notes.push(`${devices} devices`);
  return html`
    <li data-test="member" data-handle=${member.handle}>
      ${avatar(personName(member).name, member.account, me ? undefined : presence.state)}
      <span class="lines"
        ><strong><bdi>${memberName(member)}</bdi></strong
        ><span class="sub">${notes.filter(Boolean).join(' · ')}</span></span
      >
      ${
        owner && !me
          ? html`<button
              type="button"
              class="quiet"
              aria-label="Remove ${memberName(member)}"
              @click=${() => askToRemove(member)}
              data-test="remove-member"
            >
              ${closeIcon()}
            </button>`
          : nothing
      }
    </li>
  `;
}

/** @param {State} state */
function searchView(state) {
  const { text, everywhere, busy, done, hits, failure } = state.search;
  return html`
    <form role="search" @submit=${onSubmit(() => searchFor(text, everywhere))}>
      <label for="search">Words in messages on this device</label>
      <input
        id="search"
        type="search"
        autocomplete="off"
        .value=${text}
        @input=${(/** @type {any} */ event) => searchFor(event.target.value, everywhere)}
        data-test="search-field"
      />
      <label class="check">
        <input
          type="checkbox"
          .checked=${everywhere}
          @change=${(/** @type {any} */ event) => searchFor(text, event.target.checked)}
        />
        In all conversations
      </label>
    </form>
    ${busy ? html`<p role="status">${spinner()} Searching…</p>` : nothing} ${failureBox(failure)}
    ${done && hits.length === 0 ? html`<p class="sub">Nothing found. Search looks in what this device has received.</p>` : nothing}
    <ul class="hits" aria-label="Messages found">
      ${hits.map((entry) => hitRow(state, entry, text))}
    </ul>
    ${hits.length >= HITS ? html`<p class="sub">The newest ${HITS} are shown. A longer word finds fewer.</p>` : nothing}
  `;
}

/**
 * @param {State} state
 * @param {import('../types.js').Entry} entry
 * @param {string} text
 */
function hitRow(state, entry, text) {
  const account = state.people.accountOf(entry.device);
  const who = account === state.me.account ? 'You' : state.people.nameOf(account);
  const conversation = state.conversations.get(entry.conv);
  const where = state.search.everywhere && conversation ? ` · ${calledOf(conversation.roster, state.me.account)}` : '';
  return html`
    <li>
      <button type="button" class="hit" @click=${() => goToHit(entry)} data-test="hit">
        <span class="line"
          ><b><bdi>${who}</bdi>${where}</b> <span class="time">${shortTime(entry.atMs, state.nowMs)}</span></span
        >
        <span class="text" dir="auto">${marked(String(entry.content.text ?? ''), text.trim())}</span>
      </button>
    </li>
  `;
}

/**
 * Points out the words searched for.
 *
 * @param {string} text
 * @param {string} words
 */
function marked(text, words) {
  const { before, hit, after } = around(text, words);
  return html`${before}${hit ? html`<mark>${hit}</mark>` : nothing}${after}`;
}

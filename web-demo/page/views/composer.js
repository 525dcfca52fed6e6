import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { live } from '../vendor/lit-html/directives/live.js';
import { cancelDraft, editLast, sendDraft, write } from '../actions/messages.js';
import { composing } from '../actions/keys.js';
import { calledOf } from '../model/rosters.js';
import { closeIcon, editIcon, replyIcon, sendIcon } from './icons.js';
import { waitingView } from './conversation.js';

/** @typedef {import('../state.js').State} State */

/**
 * The field to write in, with what it answers or changes above it.
 *
 * @param {State} state
 * @param {import('../types.js').Conversation} conversation
 */
export function composerView(state, conversation) {
  const { roster } = conversation;
  const draft = state.drafts.of(roster.conv);
  const name = calledOf(roster, state.me.account);
  return html`
    ${waitingView(state, conversation)}
    <form class="composer" @submit=${submit} data-test="composer">
      ${draft.edit || draft.reply ? contextView(draft) : nothing}
      <textarea
        id="composer"
        rows="1"
        aria-label=${draft.edit ? 'Change the message' : `Message to ${name}`}
        placeholder=${`Message to ${name}`}
        maxlength="32000"
        dir="auto"
        enterkeyhint="send"
        .value=${live(draft.text)}
        @input=${(/** @type {any} */ event) => write(event.target.value)}
        @keydown=${key}
        data-test="text-field"
      ></textarea>
      <button
        type="submit"
        class="primary round"
        aria-label=${draft.edit ? 'Save' : 'Send'}
        ?disabled=${draft.text.trim() === ''}
        data-test="send"
      >
        ${sendIcon()}
      </button>
    </form>
  `;
}

/** @param {import('../types.js').Draft} draft */
const contextView = (draft) => html`
  <div class="answering">
    ${draft.edit ? editIcon() : replyIcon()}
    <p><b>${draft.edit ? 'Changing' : 'Answering'}</b> <bdi>${draft.quote}</bdi></p>
    <button
      type="button"
      class="quiet"
      aria-label=${draft.edit ? 'Stop changing' : 'Stop answering'}
      @click=${cancelDraft}
    >
      ${closeIcon()}
    </button>
  </div>
`;

/** @param {SubmitEvent} event */
function submit(event) {
  event.preventDefault();
  void sendDraft();
  /** @type {HTMLElement | null} */ (document.querySelector('#composer'))?.focus();
}

/** @param {KeyboardEvent} event */
function key(event) {
  const field = /** @type {HTMLTextAreaElement} */ (event.target);
  // A finger's Enter begins a new line; the button sends. An input method's Enter picks a word.
  const enter = event.key === 'Enter' && !event.shiftKey && !composing(event);
  if (enter && !matchMedia('(pointer: coarse)').matches) {
    event.preventDefault();
    void sendDraft();
  } else if (event.key === 'ArrowUp' && field.value === '') {
    event.preventDefault();
    editLast();
  }
}

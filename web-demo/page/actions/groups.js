// New conversations, and who is in them.
import { context, changed, focusOn, tell } from '../context.js';
import { describe } from '../model/failure.js';
import { calledOf, memberName } from '../model/rosters.js';
import { isolated } from '../model/text.js';
import { openConversation, outOf } from './conversations.js';
import { ask } from './dialog.js';
import { takeRoster } from './list.js';

const { state } = context;

/** @param {'direct' | 'group'} tab */
export function openNew(tab = 'direct') {
  state.dialog = { kind: 'new', tab, busy: false };
  focusOn(tab === 'direct' ? '#new-handle' : '#new-title');
}

/**
 * @param {string} text handles, between spaces, commas or new lines
 * @returns {string[]}
 */
export function splitHandles(text) {
  const handles = text.split(/[\s,;]+/).map((handle) => handle.replace(/^@/, '').toLowerCase());
  return [...new Set(handles.filter(Boolean))];
}

/**
 * Begins what the dialog asks for.
 *
 * @param {string} doing
 * @param {() => Promise<import('../types.js').Roster>} work
 */
async function begin(doing, work) {
  const dialog = state.dialog;
  if (dialog?.kind !== 'new' || dialog.busy) return;
  dialog.busy = true;
  dialog.failure = undefined;
  changed();
  const { peer } = context;
  try {
    const roster = await work();
    if (context.peer !== peer) return;
    takeRoster(roster);
    if (state.dialog !== dialog) return changed();
    state.dialog = undefined;
    await openConversation(roster.conv);
  } catch (error) {
    dialog.busy = false;
    dialog.failure = describe(error, doing);
    if (state.dialog !== dialog && context.peer === peer) tell({ tone: 'bad', ...dialog.failure });
    changed();
  }
}

/** @param {string} handle */
export function startDirect(handle) {
  return begin('The conversation was not begun', () => context.peer.openDirect(splitHandles(handle)[0] ?? ''));
}

/**
 * @param {string} title
 * @param {string[]} handles
 */
export function startGroup(title, handles) {
  return begin('The group was not made', () => context.peer.createGroup(title.trim(), handles));
}

/**
 * Does something with the conversation on the screen, from its panel.
 *
 * @param {string} busy what is being done
 * @param {string} doing what failed, if it fails
 * @param {(conv: string) => Promise<any>} work resolves the roster, or nothing
 */
async function change(busy, doing, work) {
  const conv = state.open?.conv;
  if (!conv || state.side.busy) return false;
  state.side = { ...state.side, busy, failure: undefined };
  changed();
  try {
    const roster = await work(conv);
    if (roster?.members) takeRoster(roster);
    state.side.busy = '';
    changed();
    return true;
  } catch (error) {
    state.side = { ...state.side, busy: '', failure: describe(error, doing) };
    changed();
    return false;
  }
}

/** @param {string} handle */
export function addMember(handle) {
  const [one] = splitHandles(handle);
  if (!one) return Promise.resolve(false);
  return change(`Inviting ${one}…`, `${one} was not invited`, (conv) => context.peer.addMember(conv, one));
}

/** @param {string} title */
export function renameGroup(title) {
  return change('Renaming…', 'The group was not renamed', (conv) => context.peer.rename(conv, title.trim()));
}

/** @param {import('../types.js').Member} member */
export function askToRemove(member) {
  const conv = state.open?.conv;
  if (!conv) return;
  const name = memberName(member);
  ask({
    title: `Remove ${isolated(name)} from the group?`,
    text: 'They get nothing that is written from now on.',
    label: 'Remove',
    doing: 'Removing…',
    undone: `${isolated(name)} was not removed`,
    run: async () => {
      const roster = await context.peer.removeMember(conv, member.account);
      if (roster?.members) takeRoster(roster);
    },
  });
}

/** Asks before leaving the group on the screen. */
export function askToLeave() {
  const conv = state.open?.conv;
  const conversation = conv && state.conversations.get(conv);
  if (!conv || !conversation) return;
  const name = calledOf(conversation.roster, state.me.account);
  ask({
    title: `Leave ${name}?`,
    text: 'You get nothing that is written from now on. Somebody in the group can add you again.',
    label: 'Leave',
    doing: 'Leaving…',
    undone: `You have not left ${name}`,
    run: async () => {
      await outOf(conv, () => context.peer.leave(conv));
      tell({ tone: 'good', what: `You have left ${name}.` });
    },
  });
}

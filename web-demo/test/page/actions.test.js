import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';

/** As a browser has it: the keys are its own properties. */
class FakeStorage {
  /** @param {string} key */
  getItem(key) {
    return Object.hasOwn(this, key) ? /** @type {any} */ (this)[key] : null;
  }

  /** @param {string} key @param {string} text */
  setItem(key, text) {
    /** @type {any} */ (this)[key] = text;
  }

  /** @param {string} key */
  removeItem(key) {
    delete (/** @type {any} */ (this)[key]);
  }
}

Object.assign(globalThis, { document: { visibilityState: 'hidden' }, localStorage: new FakeStorage() });
const { context, nobody } = await import('../../page/context.js');
const { goneTold, loadConversations, preview, refreshSummaries, rosterTold, takeRoster } =
  await import('../../page/actions/list.js');
const { forgetKept } = await import('../../page/actions/kept.js');
const { Drafts } = await import('../../page/model/Drafts.js');
const { initialState } = await import('../../page/state.js');
const { state } = context;

/** @param {string} conv @param {number} version @returns {any} */
const roster = (conv, version = 1) => ({ conv, version, kind: 'direct', members: [] });

/** @param {string} conv @param {string} text @param {bigint} hlc @returns {any} */
const message = (conv, text, hlc) => ({ conv, device: 'd', hlc, atMs: 1, content: { kind: 'text', text } });

/** @param {{ rosters?: any[], summaries?: (conv?: string) => any[] }} data */
function stubPeer({ rosters = [], summaries = () => [] }) {
  /** @type {(string | undefined)[]} */
  const asked = [];
  const peer = {
    conversations: async () => rosters,
    summaries: async (/** @type {string | undefined} */ conv) => {
      asked.push(conv);
      return summaries(conv);
    },
  };
  context.peer = /** @type {any} */ (peer);
  return asked;
}

/** Lets the pause before the summaries are read again pass, and what is asked then be answered. */
async function later() {
  mock.timers.tick(300);
  for (let i = 0; i < 20; i++) await undefined;
}

beforeEach(() => {
  mock.timers.enable({ apis: ['setTimeout'] });
  Object.assign(state, initialState(), { screen: 'chat' });
});

afterEach(() => mock.timers.reset());

test('what events tell while the list is read counts more than the list', async () => {
  stubPeer({ rosters: [roster('told', 7), roster('gone'), roster('quiet')] });
  const loading = loadConversations();
  rosterTold(roster('told', 3));
  goneTold('gone');
  await loading;
  assert.deepEqual([...state.conversations.keys()].sort(), ['quiet', 'told']);
  assert.equal(state.conversations.get('told')?.roster.version, 3, 'a restored server goes back');
});

test('an answer that is older than what an event told is left out', () => {
  rosterTold(roster('c', 2));
  takeRoster(roster('c', 1));
  assert.equal(state.conversations.get('c')?.roster.version, 2);
  takeRoster(roster('c', 3));
  assert.equal(state.conversations.get('c')?.roster.version, 3);
});

test('a message that comes while the summaries are read is not undone, and they are read again', async () => {
  let unread = 0;
  const asked = stubPeer({
    rosters: [roster('c'), roster('other')],
    summaries: () => {
      const read = [{ conv: 'c', last: message('c', `unread ${unread}`, BigInt(unread)), unread }];
      if (unread++ === 0) arrives();
      return read;
    },
  });
  const arrives = () => {
    const conversation = state.conversations.get('c');
    if (conversation) preview(conversation, message('c', 'new', 2n));
  };
  await loadConversations();
  const shown = () => [state.conversations.get('c')?.last?.text, state.conversations.get('c')?.unread];
  assert.deepEqual(shown(), ['new', 0]);
  await later();
  assert.deepEqual(asked, [undefined, 'c'], 'only that conversation');
  assert.deepEqual(shown(), ['unread 1', 1]);
});

test('nothing is told of a list that cannot be read after signing out', async () => {
  stubPeer({
    summaries: () => {
      context.peer = nobody;
      throw new Error('closed');
    },
  });
  refreshSummaries('c');
  await later();
  assert.equal(context.peer, nobody);
  assert.deepEqual(state.notices, []);
});

test('nothing of a device that is deleted stays in the storage of the browser, nor comes back', () => {
  for (const device of ['mine', 'other']) {
    new Drafts(localStorage, device).write('c', { text: 'half' });
    for (const name of ['seen', 'trial']) localStorage.setItem(`plait-${name} ${device}`, 'x');
  }
  localStorage.setItem('plait-people me', '{}');
  state.me = { device: 'mine', account: 'me', handle: 'me' };
  state.drafts = new Drafts(localStorage, 'mine');
  forgetKept(state.me);
  state.drafts.write('c', { text: 'more' });
  assert.deepEqual(Object.keys(localStorage).sort(), ['plait-draft other c', 'plait-seen other', 'plait-trial other']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstUnread, rowsOf, windowOf, WINDOW } from '../../page/model/rows.js';
import { badgeOf } from '../../page/model/pathBadge.js';
import { rungWords } from '../../page/model/pathWords.js';
import { describe, isErased, whyStopped } from '../../page/model/failure.js';
import { Drafts, takenBack } from '../../page/model/Drafts.js';
import { People } from '../../page/model/People.js';
import { plotLines, Samples, SAMPLES, scaleOf } from '../../page/model/Samples.js';
import { calledOf, inOrder, initials, titleOf } from '../../page/model/rosters.js';
import { presenceOf } from '../../page/model/presence.js';
import { standingRefusals } from '../../page/model/status.js';
import { around, beginning } from '../../page/model/text.js';

/** @param {number} count @returns {any[]} */
const items = (count) =>
  Array.from({ length: count }, (_, i) => ({
    key: `k${i}`,
    account: 'a',
    mine: i % 2 === 0,
    entry: { hlc: BigInt(i), device: 'd', seq: i, atMs: Date.UTC(2026, 0, 1, 12) + i * 1000 },
  }));

test('the window has a fixed size wherever it is', () => {
  const all = items(1000);
  assert.deepEqual(windowOf(all, null), { from: 1000 - WINDOW, to: 1000 });
  assert.deepEqual(windowOf(all, all[499].entry), { from: 500 - WINDOW, to: 500 });
  assert.deepEqual(windowOf(all, all[3].entry), { from: 0, to: WINDOW });
  assert.deepEqual(windowOf(items(3), null), { from: 0, to: 3 });
});

test('a new day, the line above what is new, and a pause begin a run of messages', () => {
  const all = items(4);
  all[2].entry.atMs += 6 * 60_000;
  all[3].entry.atMs += 40 * 60 * 60_000;
  const rows = rowsOf(all, 'k1');
  assert.deepEqual(
    rows.map((row) => (row.kind === 'message' ? `${row.key}${row.first ? '!' : ''}` : row.kind)),
    ['day', 'k0!', 'new', 'k1!', 'k2!', 'day', 'k3!'],
  );
});

test('the first unread message is counted among those of others', () => {
  assert.equal(firstUnread(items(10), 2), 'k7');
  assert.equal(firstUnread(items(10), 0), undefined);
  assert.equal(firstUnread(items(10), 6), undefined, 'more than are loaded');
  const all = items(10);
  all[9].deleted = true;
  all[7].unknown = true;
  assert.equal(firstUnread(all, 1), 'k5', 'counted as the library counts');
});

/** @param {any} path */
const report = (path) => ({
  device: 'd',
  generation: 1,
  reason: '',
  candidatePair: '',
  rttMs: 0,
  tried: [],
  via: path.path ?? 'none',
  why: '',
  ...path,
});

test('the badge names the best path, and the store where nobody is there', () => {
  const strand = (/** @type {any[]} */ paths, there = true, online = true) =>
    badgeOf(paths.map(report), () => there, there, online).strand;
  assert.equal(strand([{ path: 'relay' }, { path: 'direct' }]), 'direct');
  assert.equal(strand([{ path: 'direct', via: 'turn-tls' }]), 'turn');
  assert.equal(strand([{ path: 'relay' }]), 'relay');
  assert.equal(strand([{ path: 'relay' }], false), 'stored');
  assert.equal(strand([{ path: 'none' }], false, false), 'waiting');
  assert.equal(strand([], false), 'stored');
});

test('a rung of recovery says what became of it', () => {
  assert.equal(
    rungWords({ requested: 4, notNeeded: 1, succeeded: 2, failed: 1 }),
    '4: 2 helped, 1 not needed, 1 failed',
  );
  assert.equal(rungWords({ requested: 0, notNeeded: 0, succeeded: 0, failed: 0 }), '0');
  assert.equal(rungWords(7), '7');
});

test('where the others have several devices, the badge says what holds for how many', () => {
  const paths = [{ path: 'direct' }, { path: 'relay' }, { path: 'relay', device: 'away' }].map(report);
  const isThere = (/** @type {any} */ path) => path.device !== 'away';
  assert.match(badgeOf(paths, isThere, true, true).meaning, /^1 of 3 devices gets messages straight/);
  assert.match(badgeOf(paths.slice(1), isThere, true, true).meaning, /^1 of 2 devices .+ through the server/);
  assert.equal(badgeOf(paths.slice(2), isThere, true, true).strand, 'stored');
  assert.doesNotMatch(badgeOf(paths.slice(0, 1), isThere, true, true).meaning, / of /);
});

test('a text is never cut within a character', () => {
  assert.equal(beginning('ab😀c', 3), 'ab');
  assert.equal(beginning('ab😀c', 4), 'ab😀');
  assert.equal(beginning('ab', 3), 'ab');
  const { before, hit, after } = around('😀'.repeat(30) + 'x' + '😀'.repeat(100), 'x');
  assert.equal(hit, 'x');
  for (const part of [before, after]) assert.doesNotThrow(() => encodeURIComponent(part), part);
  assert.equal(initials('🇩🇪 ❤️'), '🇩🇪❤️');
  assert.equal(initials('ada (the) lovelace'), 'AT');
});

test('the words searched for are pointed out, whatever their case', () => {
  assert.deepEqual(around('Say Hello there', 'hello'), { before: 'Say ', hit: 'Hello', after: ' there' });
  assert.deepEqual(around('Say Hello', 'bye'), { before: 'Say Hello', hit: '', after: '' });
  assert.deepEqual(around('İ and x', 'x'), { before: 'İ and x', hit: '', after: '' });
});

test('nobody is shown as present while the own link is down', () => {
  const presence = new Map([
    ['a', { state: 'online', lastSeenMs: 0 }],
    ['b', { state: 'offline', lastSeenMs: 7 }],
  ]);
  const at = (/** @type {string} */ link, /** @type {string} */ account) =>
    presenceOf(/** @type {any} */ ({ presence, connection: { state: link } }), account).state;
  assert.equal(at('online', 'a'), 'online');
  assert.equal(at('offline', 'a'), 'unknown');
  assert.equal(at('offline', 'b'), 'offline');
  assert.equal(at('online', 'nobody knows'), 'offline');
});

test('a refusal stands until the message gets there all the same', () => {
  /** @type {any} */
  const entry = {
    statuses: { a: 'refused', b: 'delivered', c: 'queued' },
    refusals: { a: 'expired', b: 'queue-full' },
  };
  assert.deepEqual(standingRefusals(entry), { a: 'expired' });
});

test('every failure says what happened and what to do', () => {
  const errors = [
    new TypeError('Failed to fetch'),
    new Error('odd'),
    { status: 429, message: 'Slow down' },
    { code: 'queue-full', message: 'Full' },
    'text',
    undefined,
  ];
  for (const error of errors) {
    const { what, todo } = describe(error, 'It was not done');
    assert.match(what, /^It was not done: .+[.!?]$/);
    assert.match(todo, /\w+.*\.$/);
  }
  assert.match(describe({ code: 'queue-full', message: 'Full' }, 'x').todo, /Keep the text/);
  assert.deepEqual(describe({ status: 404, message: 'no ada here; check the handle' }, 'x'), {
    what: 'x: no ada here.',
    todo: 'Check the handle.',
  });
});

test('what the server refuses is said once, and what to do after it', () => {
  assert.deepEqual(describe({ status: 409, code: 'too-many-members', message: 'Remove somebody first.' }, 'x'), {
    what: 'x: the group is full.',
    todo: 'Remove somebody first.',
  });
  assert.deepEqual(describe({ status: 409, code: 'handle-taken', message: 'Choose another handle.' }, 'x'), {
    what: 'x: somebody has this handle already.',
    todo: 'Choose another handle, or sign in if it is yours.',
  });
});

test('only a server that does not answer cannot be reached', () => {
  const todo = (/** @type {string} */ code) => {
    const { what, todo } = describe({ name: 'ApiError', status: 0, code, message: 'no' }, 'x');
    assert.doesNotMatch(what, /reached/, code);
    return todo;
  };
  assert.match(todo('own-handle'), /somebody else/);
  assert.match(todo('data-gone'), /Sign in again/);
  assert.match(todo('closed'), /repeat it/);
  assert.match(todo('queue-full'), /Keep the text/);
  assert.match(describe({ status: 0, code: 'unreachable', message: 'no' }, 'x').what, /cannot be reached/);
});

test('a portal in the place of the server is named, with what to do about it', () => {
  const message = 'the server at x cannot be reached: something else answers in its place (HTTP 403); sign in';
  const { what, todo } = describe({ status: 0, code: 'not-the-server', message }, 'You were not signed in');
  assert.match(what, /something else answers in its place/);
  assert.match(todo, /Sign in to this network/);
});

test('a device that was deleted in another tab is told from one that another device signed out', () => {
  assert.match(whyStopped('signed out in another tab').todo, /deleted/);
  assert.match(whyStopped('removed from this browser').todo, /deleted/);
  assert.match(whyStopped('4401: revoked').todo, /kept/);
  assert.equal(isErased('signed out in another tab'), true);
  assert.equal(isErased('4401: revoked'), false);
});

test('a stop names its way on', () => {
  assert.equal(whyStopped('4400: taken over').action, 'here');
  assert.equal(whyStopped('4401: revoked').action, 'sign-in');
  assert.equal(whyStopped('4403: bad version').action, 'reload');
  assert.match(whyStopped('').what, /\w/);
});

/** @returns {Map<string, string> & Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>} */
const storage = () => {
  const map = new Map();
  return Object.assign(map, {
    getItem: (/** @type {string} */ key) => map.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => void map.set(key, value),
    removeItem: (/** @type {string} */ key) => void map.delete(key),
  });
};

test('a draft survives a reload, for each conversation', () => {
  const store = storage();
  new Drafts(store, 'd').write('c1', { text: 'half a sent' });
  const drafts = new Drafts(store, 'd');
  assert.equal(drafts.of('c1').text, 'half a sent');
  assert.equal(drafts.of('c2').text, '');
  drafts.write('c1', { text: '' });
  assert.equal(store.size, 0);
});

test('what is not durable yet is kept, and a reload says that it did not go out', () => {
  const store = storage();
  new Drafts(store, 'd').hand('c', { id: '1', content: { kind: 'text', text: 'x' }, atMs: 1 });
  const drafts = new Drafts(store, 'd');
  assert.match(drafts.unsent('c')[0].failure?.todo ?? '', /again/);
  drafts.drop('c', '1');
  assert.deepEqual(drafts.unsent('c'), []);
  assert.equal(store.size, 0);
});

test('two tabs of a device share their drafts, and neither loses what the other has not saved', () => {
  const store = storage();
  const [one, other] = [new Drafts(store, 'd'), new Drafts(store, 'd')];
  const unsent = { id: '1', content: { kind: 'text', text: 'x' }, atMs: 1 };
  assert.equal(other.of('c').text, '');
  one.write('c', { text: 'half' });
  one.hand('c', unsent);
  other.write('c', { text: 'half a sentence' });
  assert.equal(one.of('c').text, 'half a sentence');
  assert.deepEqual(one.unsent('c'), [unsent]);
  assert.deepEqual(other.unsent('c'), [], 'the other tab is still busy with it');
  one.fail('c', '1', { what: 'No.', todo: 'Again.' });
  assert.equal(other.unsent('c')[0].failure?.what, 'No.');
  other.drop('c', '1');
  assert.deepEqual(one.unsent('c'), []);
});

test('a text that did not go out comes back with what it answers or changes', () => {
  const content = { message: 'm', text: 'new' };
  assert.deepEqual(takenBack({ text: 'old' }, { ...content, kind: 'text' }, undefined), { text: 'old\nnew' });
  assert.deepEqual(takenBack({ text: 'old' }, { ...content, kind: 'reply' }, 'q'), {
    text: 'old\nnew',
    reply: 'm',
    quote: 'q',
  });
  assert.deepEqual(takenBack({ text: 'old' }, { ...content, kind: 'edit' }, 'q'), {
    text: 'new',
    edit: 'm',
    quote: 'q',
    before: 'old',
  });
  assert.deepEqual(takenBack({ text: 'x', edit: 'other', before: 'old' }, { kind: 'text', text: 'new' }, undefined), {
    text: 'old\nnew',
  });
});

test('a storage that is full or damaged loses nothing of the page', () => {
  const store = storage();
  store.setItem('plait-draft d c', '{');
  store.setItem = () => {
    throw new Error('QuotaExceededError');
  };
  const drafts = new Drafts(store, 'd');
  drafts.write('c', { text: 'still here' });
  assert.equal(drafts.of('c').text, 'still here');
});

test('names stay when somebody leaves', () => {
  const people = new People();
  /** @type {any} */
  const roster = { conv: 'c', version: 1, kind: 'direct', members: [{ account: 'a', handle: 'ada', devices: ['d'] }] };
  assert.equal(people.learn(roster), true);
  assert.equal(people.learn(roster), false);
  const kept = new People();
  kept.fromText(people.toText());
  assert.equal(kept.nameOf(kept.accountOf('d')), 'ada');
  kept.fromText('damaged');
  assert.equal(kept.accountOf('d'), 'd');
});

test('throughput is the difference of the counters over time, from zero after a rebuilt connection', () => {
  const samples = new Samples();
  samples.add(0, report({ bytesSent: 1000, bytesReceived: 0 }));
  samples.add(2000, report({ bytesSent: 2000, bytesReceived: 1000 }));
  samples.add(3000, report({ bytesSent: 10, bytesReceived: 0 }));
  assert.deepEqual(
    samples.all().map((sample) => sample.bytesPerSecond),
    [0, 1000, 0],
  );
  for (let i = 0; i < 2 * SAMPLES; i++) samples.add(4000 + i, report({}));
  assert.equal(samples.all().length, SAMPLES);
});

test('a plot has gaps where nothing was measured and a round scale', () => {
  assert.equal(plotLines([1, 0, 2, 3], 10, 119, 10, true).length, 2);
  assert.equal(plotLines([1, 0, 2, 3], 10, 119, 10, false).length, 1);
  assert.match(plotLines([10], 10, 119, 10, true)[0], /^119\.0,0\.0 /);
  assert.equal(scaleOf([12], 10), 20);
  assert.equal(scaleOf([], 10), 10);
});

test('nobody has the name of another or of oneself, and a group is marked as one', () => {
  const people = new People();
  const chosen = ['', 'You', 'grace', 'mallory (grace)', '\u200byou'];
  const members = chosen.map((displayName, i) => ({
    account: `a${i}`,
    handle: `person${i}`,
    displayName,
    devices: [],
  }));
  people.learn(/** @type {any} */ ({ members: [...members, { account: 'g', handle: 'grace', devices: [] }] }));
  const names = [...members.map(({ account }) => people.nameOf(account)), people.nameOf('g'), people.nameOf('left-1')];
  assert.equal(new Set([...names, people.nameOf('left-2'), 'You']).size, names.length + 2);
  /** @type {any} */
  const group = { kind: 'group', title: 'grace', members: [] };
  assert.equal(calledOf(group, 'me'), 'the group \u2068grace\u2069');
  assert.equal(
    calledOf(/** @type {any} */ ({ kind: 'direct', members: [members[2]] }), 'me'),
    '\u2068person2 (grace)\u2069',
  );
});

/** @param {string} conv @param {boolean} accepted @param {number} [atMs] @returns {any} */
const conversation = (conv, accepted, atMs) => ({
  roster: {
    conv,
    version: 1,
    kind: 'direct',
    members: [
      { account: 'me', handle: 'me', accepted, devices: [] },
      { account: conv, handle: conv, accepted: true, devices: [] },
    ],
  },
  last: atMs === undefined ? undefined : { atMs },
  unread: 0,
});

test('requests come first, then the newest conversation', () => {
  const all = [
    conversation('a', true),
    conversation('b', true, 1),
    conversation('c', true, 2),
    conversation('d', false),
  ];
  const { requests, rest } = inOrder(all, 'me');
  assert.deepEqual(
    requests.map((one) => titleOf(one.roster, 'me')),
    ['d'],
  );
  assert.deepEqual(
    rest.map((one) => titleOf(one.roster, 'me')),
    ['a', 'c', 'b'],
    'where nothing is written yet comes first',
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { splitLinks } from '../../page/model/links.js';
import { firstUnread, rowsOf, windowOf, WINDOW } from '../../page/model/rows.js';
import { badgeOf } from '../../page/model/pathBadge.js';
import { describe, isErased, whyStopped } from '../../page/model/failure.js';
import { Drafts } from '../../page/model/Drafts.js';
import { People } from '../../page/model/People.js';
import { plotLines, Samples, SAMPLES, scaleOf } from '../../page/model/Samples.js';
import { inOrder, titleOf } from '../../page/model/rosters.js';

/** @param {string} text */
const links = (text) =>
  splitLinks(text)
    .filter((part) => part.href)
    .map((part) => part.text);

test('only http and https addresses become links', () => {
  assert.deepEqual(links('see https://a.example/x?y=1#z, and http://b.example.'), [
    'https://a.example/x?y=1#z',
    'http://b.example',
  ]);
  assert.deepEqual(links('javascript:alert(1) data:text/html,x ftp://a.example mailto:a@b.example file:///etc'), []);
  assert.deepEqual(links('www.example.org and example.org'), []);
});

test('an address ends where the sentence goes on', () => {
  assert.deepEqual(links('(https://a.example/b)'), ['https://a.example/b']);
  assert.deepEqual(links('https://a.example/w_(x)'), ['https://a.example/w_(x)']);
  assert.deepEqual(links('<https://a.example/>"'), ['https://a.example/']);
});

test('an address that hides its host behind a name is not a link', () => {
  assert.deepEqual(links('https://bank.example@evil.example/'), []);
});

test('a text made to be slow is read in no time', () => {
  const many = 31_000;
  const begin = performance.now();
  assert.deepEqual(links('https://a/' + ')'.repeat(many)), ['https://a/']);
  assert.deepEqual(links('https://a/' + '('.repeat(many) + ')'.repeat(many)), []);
  assert.deepEqual(links('https://a/' + '.'.repeat(many)), ['https://a/']);
  assert.equal(links('http://a '.repeat(many / 10)).length, many / 10);
  assert.ok(performance.now() - begin < 1_000);
});

test('an address that nobody would share for its length stays text', () => {
  const address = (/** @type {number} */ length) => 'https://a.example/'.padEnd(length, 'x');
  assert.deepEqual(links(address(2_048)), [address(2_048)]);
  assert.deepEqual(links(address(2_049)), []);
});

test('the parts are the text', () => {
  const piece = fc.constantFrom('https://', 'http://a.b', ' ', '(', ')', '.', 'x', '\n', '@', 'é');
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('');
      const parts = splitLinks(text);
      assert.equal(parts.map((part) => part.text).join(''), text);
      for (const { href } of parts) assert.match(href ?? 'http:', /^https?:/);
    }),
  );
});

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
});

/** @param {any} path */
const report = (path) => ({
  device: 'd',
  generation: 1,
  reason: '',
  candidatePair: '',
  rttMs: 0,
  tried: [],
  viaTurn: false,
  ...path,
});

test('the badge names the best path, and the store where nobody is there', () => {
  const strand = (/** @type {any[]} */ paths, there = true, online = true) =>
    badgeOf(paths.map(report), there, online).strand;
  assert.equal(strand([{ path: 'relay' }, { path: 'direct' }]), 'direct');
  assert.equal(strand([{ path: 'direct', viaTurn: true }]), 'turn');
  assert.equal(strand([{ path: 'relay' }]), 'relay');
  assert.equal(strand([{ path: 'relay' }], false), 'stored');
  assert.equal(strand([{ path: 'none' }], false, false), 'waiting');
  assert.equal(strand([], false), 'stored');
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
    ['c', 'b', 'a'],
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tabs } from '../../lib/drivers/Tabs.js';
import { FakeBrowser } from './FakeBrowser.js';

/** A tab of one device, whose database takes as long to read as a test wants. */
class Tab {
  /** @type {string[]} */
  heard = [];
  leads = false;
  /** @type {(failure?: Error) => void} */
  loaded = () => {};

  /** @param {FakeBrowser} browser @param {boolean} [atOnce] whether its database is read at once */
  constructor(browser, atOnce = true) {
    this.tabs = new Tabs('device', /** @type {any} */ (browser), {
      load: () =>
        new Promise((done, failed) => {
          const begin = (/** @type {boolean} */ first) => {
            this.heard.push(first ? 'leads first' : 'leads');
            this.leads = true;
          };
          this.loaded = (failure) => (failure ? failed(failure) : done(begin));
          if (atOnce) {
            this.loaded();
          }
        }),
      stepDown: () => void (this.leads = false),
      handleNewLeader: (first) => this.heard.push(first ? 'first leader' : 'new leader'),
      handleMessage: ({ kind }) => this.heard.push(kind),
    });
    this.tabs.join();
  }

  /** What it has heard since. */
  news() {
    return this.heard.splice(0);
  }
}

/** A browser with three tabs; the first one leads. */
async function three() {
  const browser = new FakeBrowser();
  const a = new Tab(browser);
  await browser.settle();
  const b = new Tab(browser);
  const c = new Tab(browser);
  await browser.settle();
  return { browser, a, b, c };
}

test('one tab leads, and another when it goes', async () => {
  const { browser, a, b } = await three();
  assert.deepEqual([a.news(), b.news()], [['leads first'], ['first leader']]);

  a.tabs.close();
  await browser.settle();
  assert.deepEqual([a.leads, b.leads], [false, true]);
  assert.deepEqual(b.news(), ['leads']);
});

test('a tab that does not answer three questions is replaced; one that still reads its database is not', async () => {
  const browser = new FakeBrowser();
  const a = new Tab(browser, false);
  await browser.settle();
  const b = new Tab(browser);
  await browser.pass(20_000);
  assert.equal(b.leads, false, 'the first one answers, though it is not ready');
  a.loaded();
  await browser.settle();
  assert.deepEqual([a.leads, b.news()], [true, ['first leader']]);
});

test('two tabs never lead at once though the lock is taken from one that is just beginning', async () => {
  const browser = new FakeBrowser();
  const a = new Tab(browser, false);
  await browser.settle();
  const b = new Tab(browser);
  b.tabs.takeOver();
  await browser.settle();
  a.loaded();
  await browser.pass(10_000);
  assert.deepEqual([a.leads, b.leads], [false, true]);
});

test('a page that is frozen or closed while it begins does not lead', async () => {
  const browser = new FakeBrowser();
  for (const leave of [(/** @type {Tab} */ tab) => tab.tabs.freeze(), (/** @type {Tab} */ tab) => tab.tabs.close()]) {
    const a = new Tab(browser, false);
    await browser.settle();
    leave(a);
    a.loaded();
    const b = new Tab(browser);
    await browser.pass(10_000);
    assert.deepEqual([a.leads, b.leads], [false, true]);
    b.tabs.close();
    a.tabs.close();
    await browser.settle();
  }
});

test('who leads again after an interruption has another name, so that the others ask it again', async () => {
  const browser = new FakeBrowser();
  const a = new Tab(browser);
  await browser.settle();
  const b = new Tab(browser);
  await browser.settle();
  b.tabs.freeze();
  a.tabs.freeze();
  b.tabs.join();
  b.tabs.freeze();
  await browser.settle();
  a.tabs.join();
  await browser.settle();
  b.news();
  b.tabs.join();
  await browser.settle();
  assert.deepEqual(b.news(), ['new leader']);
});

test('what a replaced leader says is not heard', async () => {
  const { browser, a, b, c } = await three();
  a.tabs.postAsLeader({ kind: 'from a' });
  await browser.settle();
  assert.deepEqual([b.news(), c.news()].flat().filter((kind) => kind === 'from a').length, 2);

  b.tabs.takeOver();
  a.tabs.postAsLeader({ kind: 'from a' });
  await browser.settle();
  a.tabs.postAsLeader({ kind: 'late' });
  b.tabs.postAsLeader({ kind: 'from b' });
  await browser.settle();
  assert.ok(!b.news().includes('late'));
  assert.deepEqual(c.news().slice(-2), ['new leader', 'from b']);
  assert.equal(a.leads, false);
});

test('a tab that hung itself asks before it takes the lock from a healthy leader', async () => {
  const { browser, a, b } = await three();
  browser.nowMs += 60_000;
  await browser.pass(10_000);
  assert.deepEqual([a.leads, b.leads], [true, false]);
});

test('a database that cannot be read is left to others, and tried again', async () => {
  const browser = new FakeBrowser();
  const a = new Tab(browser, false);
  await browser.settle();
  a.loaded(new Error('no'));
  await browser.pass(5_000);
  a.loaded();
  await browser.settle();
  assert.equal(a.leads, true);
});

test('what is asked of a leader is not taken by another, but asked of it again', async () => {
  const { browser, a, b, c } = await three();
  c.tabs.postToLeader({ kind: 'first' });
  await browser.settle();
  assert.deepEqual(a.news().slice(-1), ['first']);

  b.tabs.takeOver();
  c.tabs.postToLeader({ kind: 'too late for a' });
  await browser.settle();
  assert.ok(![...a.news(), ...b.news()].includes('too late for a'));
  c.tabs.postToLeader({ kind: 'second' });
  await browser.settle();
  assert.deepEqual([a.news(), b.news().slice(-1)], [[], ['second']]);
});

test('a tab that takes over does not hear what the one before it still says', async () => {
  const browser = new FakeBrowser();
  const a = new Tab(browser);
  await browser.settle();
  const b = new Tab(browser, false);
  await browser.settle();
  b.news();
  b.tabs.takeOver();
  a.tabs.postAsLeader({ kind: 'signed out' });
  await browser.settle();
  b.loaded();
  await browser.settle();
  assert.deepEqual(b.news(), ['leads']);
  assert.deepEqual([a.leads, b.leads], [false, true]);
});

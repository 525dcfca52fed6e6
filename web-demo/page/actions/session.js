// Signing up, in and out, and which account this tab is.
import { attempt, context, changed, tell, focusOn, randomLetters, nobody } from '../context.js';
import { enter, knownDevices, eraseDevice, server } from '../library.js';
import { describe, whyStopped } from '../model/failure.js';
import { Drafts } from '../model/Drafts.js';
import { People } from '../model/People.js';
import { initialState } from '../state.js';
import { readAddress, rememberTab, tabDevice, forgetTab } from './address.js';
import { openConversation, openWith } from './conversations.js';
import { ask } from './dialog.js';
import { connected, handleEvent } from './events.js';
import { forgetKept } from './kept.js';
import { loadConversations } from './list.js';
import { PEOPLE_KEY } from './people.js';
import { noteSeen, presenceBegins } from './presence.js';
import { kept } from './storage.js';
import { beginTrial, keptTrial } from './trial.js';

const { state } = context;

/** Begins: goes on as the device of this tab, or welcomes. */
export async function start() {
  state.local = /^(localhost|127(\.\d+){3}|\[::1\]|.*\.localhost)$/.test(location.hostname);
  state.obstacle = await findObstacle();
  if (state.obstacle !== 'none') return welcome();
  state.known = await readKnown();
  const address = readAddress();
  if (address.try && state.local && state.known.some((known) => known.handle === address.try)) {
    await tryAsSecond(address.try);
    return;
  }
  const only = state.known.length === 1 ? state.known[0].device : undefined;
  const device = address.as === 'new' ? undefined : (address.as ?? tabDevice() ?? only);
  const known = state.known.find((candidate) => candidate.device === device);
  if (known) await continueAs(known.device, address.conv);
  else await welcome();
}

/**
 * Looks whether this browser can do here what a device needs: locks between tabs, and keeping what must not be lost.
 *
 * @returns {Promise<import('../state.js').State['obstacle']>}
 */
async function findObstacle() {
  if (!isSecureContext) return 'insecure';
  try {
    for (const storage of [sessionStorage, localStorage]) storage.getItem('');
    await knownDevices();
    return 'none';
  } catch {
    return 'no-storage';
  }
}

/** @returns {Promise<import('../types.js').Known[]>} */
async function readKnown() {
  try {
    return await knownDevices();
  } catch {
    return [];
  }
}

/** @param {Partial<import('../state.js').State['welcome']>} [how] */
export async function welcome(how = {}) {
  if (state.obstacle === 'none') state.known = await readKnown();
  const tab = state.known.length > 0 ? 'sign-in' : 'sign-up';
  state.welcome = { tab, handle: '', busy: '', ...how };
  state.screen = 'welcome';
  changed();
}

/**
 * @param {'signIn' | 'signUp'} way
 * @param {string} handle
 * @param {string} password
 * @param {(peer: any) => Promise<void>} [then]
 */
export async function enterWith(way, handle, password, then) {
  const before = { ...state.welcome, handle };
  state.welcome = { ...before, busy: way === 'signUp' ? 'Making the account…' : 'Signing in…', failure: undefined };
  changed();
  try {
    const peer = await enter(way, { server, handle, password, deviceName: deviceName() });
    await begin(peer);
    await then?.(peer);
  } catch (/** @type {any} */ error) {
    const doing = way === 'signUp' ? 'The account was not made' : 'You were not signed in';
    const failure = describe(signInTrouble(error), doing);
    await welcome({ ...before, tab: way === 'signUp' ? 'sign-up' : 'sign-in', busy: '', failure });
    focusOn(error?.code === 'handle-taken' ? '#handle' : '#password');
  }
}

/** A wrong password is a 401 like an expired session, but needs other words. @param {any} error */
function signInTrouble(error) {
  return error?.code === 'bad-credentials'
    ? { code: 'wrong-password', message: 'The handle or the password is wrong.' }
    : error;
}

/**
 * @param {string} device
 * @param {string} [conv] to open
 */
export async function continueAs(device, conv) {
  const handle = state.known.find((known) => known.device === device)?.handle ?? '';
  state.welcome = { ...state.welcome, handle, busy: `Going on as ${handle}…`, failure: undefined };
  changed();
  try {
    await begin(await enter('open', { server, device }));
    if (conv && state.conversations.has(conv)) await openConversation(conv);
  } catch (error) {
    forgetTab();
    await welcome({ tab: 'sign-in', handle, failure: describe(error, `${handle} could not be opened`) });
  }
}

/** @param {any} peer */
async function begin(peer) {
  Object.assign(state, initialState(), { local: state.local });
  context.peer = peer;
  state.me = { account: peer.account, device: peer.device, handle: peer.handle };
  state.people = new People();
  state.people.fromText(kept(PEOPLE_KEY + peer.account));
  state.people.own(peer.device, peer.account);
  state.drafts = new Drafts(localStorage, peer.device);
  state.trial = keptTrial(peer.device);
  noteSeen();
  state.leading = peer.leading !== false;
  state.nowMs = Date.now();
  rememberTab(peer.device);
  peer.on((/** @type {any} */ event) => {
    if (context.peer === peer) handleEvent(event);
  });
  const { state: now, reason = '', retryInMs = 0 } = peer.connection;
  state.connection = { state: now, reason, retryAtMs: state.nowMs + retryInMs };
  try {
    await loadConversations();
  } catch (error) {
    context.peer = nobody;
    await peer.close();
    throw error;
  }
  state.screen = 'chat';
  presenceBegins();
  changed();
}

/** Connects again after the connection was ended for good. */
export async function takeUp() {
  const { action } = whyStopped(state.connection.reason);
  if (action === 'reload') return location.reload();
  if (action === 'here') {
    connected({ state: 'offline', reason: 'starting' });
    await attempt('It was not connected', () => context.peer.connect());
    return;
  }
  const { handle } = state.me;
  await context.peer.close();
  context.peer = nobody;
  await welcome({ tab: 'sign-in', handle });
  focusOn('#password');
}

/** Leaves for good: ends the session and deletes what this device keeps here. @param {{ everywhere?: boolean }} [how] */
export async function signOut(how) {
  await context.peer.signOut(how);
  await left(`Signed out${how?.everywhere ? ' everywhere' : ''}. Nothing of the account is left in this browser.`);
}

/** @param {string} password */
export async function deleteAccount(password) {
  try {
    await context.peer.deleteAccount(password);
  } catch (/** @type {any} */ error) {
    throw error?.code === 'bad-credentials' ? new Error('the password is wrong; enter it again') : error;
  }
  await left('The account is deleted. Nothing of it is left in this browser.');
}

/** @param {string} what has happened */
async function left(what) {
  context.peer = nobody;
  forgetKept(state.me);
  forgetTab();
  Object.assign(state, initialState(), { local: state.local });
  await welcome();
  tell({ tone: 'good', what });
}

/** @param {import('../types.js').Known} known */
export function askToForget(known) {
  ask({
    title: `Remove ${known.handle} from this browser?`,
    text: 'The messages kept here are deleted, what has not gone out yet too. The account stays.',
    label: 'Remove',
    doing: 'Removing…',
    undone: `${known.handle} was not removed`,
    run: async () => {
      await eraseDevice(known.device);
      forgetKept(known);
      state.known = await readKnown();
    },
  });
}

/** First click of the trial: a throw-away account here. */
export async function tryAlone() {
  const handle = `ada-${randomLetters(4)}`;
  const password = randomLetters(16);
  await enterWith('signUp', handle, password, async () => {
    beginTrial({ window: 'first', handle, password });
    focusOn('[data-test="trial-open"]');
  });
}

/** Second window of the trial. @param {string} other handle in the first one */
async function tryAsSecond(other) {
  const handle = `grace-${randomLetters(4)}`;
  const password = randomLetters(16);
  await enterWith('signUp', handle, password, async () => {
    beginTrial({ window: 'second', handle, password, other });
    await openWith(other);
  });
}

/** @returns {string} what this device is called at first */
function deviceName() {
  const agent = navigator.userAgent;
  const browser = /Firefox\//.test(agent)
    ? 'Firefox'
    : /Edg\//.test(agent)
      ? 'Edge'
      : /Chrome\//.test(agent)
        ? 'Chromium'
        : 'Safari';
  const system = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac', 'Linux'].find((name) => agent.includes(name));
  return `${browser} on ${system ?? 'a computer'}`;
}

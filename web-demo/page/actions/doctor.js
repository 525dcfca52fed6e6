// The checks of the connection, from the bottom up: what cannot work because of an earlier fault is skipped. The page has
// all of this from the beginning: when the server is away it cannot be fetched any more.
import { context, changed, focusOn, nobody, tell } from '../context.js';
import { describe } from '../model/failure.js';
import { reachedChecks, reportOf, skipped, verdictOf, withSkipped } from '../model/doctor.js';
import { noWebRtc, notTold, offeredCheck, signedIn, socketCheck } from '../model/doctor.js';
import {
  expectationOf,
  hasAnswered,
  isRefused,
  loopCheck,
  natOf,
  relayOf,
  stunCheck,
  turnCheck,
} from '../model/iceChecks.js';
import { hostOf, stunUrls, transportOf } from '../model/iceChecks.js';
import { server } from '../library.js';
import { fullTime } from '../model/times.js';
import { gather, loop } from '../probes/rtc.js';
import { askServer, openSocket } from '../probes/web.js';
import { within } from '../probes/within.js';
import { copy } from './messages.js';

/** @typedef {import('../model/doctor.js').Check} Check */
/** @typedef {import('../model/iceChecks.js').Gathered} Gathered */
/** @typedef {Extract<import('../state.js').Dialog, { kind: 'doctor' }>} Doctor */

const { state } = context;

/** Of more, checking would take too long, and so would a connection. */
const URLS_MAX = 12;

/** Longest wait for what only an account is told: a token may have to be renewed first. */
const TOLD_MS = 12_000;

/** Opens the dialog and makes all checks; those that are being made end. It begins at its title, also when asked for again. */
export async function openDoctor() {
  const { dialog: before } = state;
  const back = before?.kind === 'doctor' ? before.back : before?.kind === 'settings' ? before : undefined;
  if (before?.kind === 'doctor') before.running.abort();
  const running = new AbortController();
  /** @type {Doctor} */
  const dialog = { kind: 'doctor', busy: 'Asking the server…', checks: [], verdict: '', back, running };
  state.dialog = dialog;
  focusOn('#dialog-title');
  /** @type {Examined} */
  let examined = { rest: 'A fault of this page has ended the checks' };
  try {
    examined = await examine(dialog);
  } catch (error) {
    if (running.signal.aborted) return;
    reportError(error);
  }
  dialog.checks = withSkipped(dialog.checks, examined.rest);
  dialog.verdict = verdictOf(dialog.checks, examined.direct);
  dialog.busy = '';
  changed();
}

/** Copies the report. @param {Doctor} dialog */
export async function copyReport({ checks, verdict }) {
  const where = `Plait connection check of ${server}, ${fullTime(Date.now())}, ${navigator.userAgent}`;
  if (await copy(reportOf(checks, verdict, where))) tell({ tone: 'good', what: 'The report is copied.' });
}

/** Shows what was found, and what is done next; ends it all where nobody looks. @param {Doctor} dialog @param {string} busy @param {Check[]} checks */
function show(dialog, busy, ...checks) {
  if (state.dialog !== dialog) dialog.running.abort();
  dialog.running.signal.throwIfAborted();
  dialog.checks.push(...checks);
  dialog.busy = busy;
  changed();
}

/** @typedef {{ direct?: string, rest: string }} Examined `direct`: with whom such paths can be expected; `rest`: why the checks that were not made were not */

/** @param {Doctor} dialog @returns {Promise<Examined>} */
async function examine(dialog) {
  const { signal } = dialog.running;
  const reached = await askServer(server, signal);
  show(dialog, 'Opening a WebSocket…', ...reachedChecks(reached));
  if (!reached.node) return { rest: reached.answered ? 'No node answers' : 'The server cannot be reached' };
  const [told, socket] = await Promise.all([askForServers(signal), openSocket(server, signal)]);
  const { each = [] } = told;
  show(dialog, 'Trying STUN and TURN…', told.token, socketCheck(socket, state.connection.state === 'online'));
  show(dialog, dialog.busy, ...told.list);
  if (told.rest) return { rest: told.rest };
  if (each.length === 0)
    return { direct: 'direct paths within this network', rest: 'No STUN or TURN server is offered' };
  if (typeof RTCPeerConnection !== 'function') {
    show(dialog, '', noWebRtc());
    return { rest: 'There is no WebRTC' };
  }
  return examinePaths(dialog, each);
}

/**
 * @typedef {{ urls: string[], username?: string, credential?: string }} Offered
 *
 * @typedef {object} Told
 * @property {Check} token
 * @property {Check[]} list the check of the list of servers, when it was made
 * @property {Offered[]} [each] with one URL
 * @property {string} [rest] why there is no list
 *
 * @param {AbortSignal} signal
 * @returns {Promise<Told>}
 */
async function askForServers(signal) {
  const { peer } = context;
  if (peer === nobody) {
    return { token: skipped('token', 'Nobody is signed in here'), list: [], rest: 'This needs an account' };
  }
  const token = signedIn(peer.handle);
  try {
    const { iceServers } = await within(TOLD_MS, signal, peer.request('GET', '/ice-servers'));
    const each = iceServers.flatMap((/** @type {Offered} */ { urls, ...rest }) =>
      urls.map((url) => ({ ...rest, urls: [url] })),
    );
    return { token, list: [offeredCheck(each.length)], each: each.slice(0, URLS_MAX) };
  } catch (/** @type {any} */ error) {
    if (error.status === 401 || error.status === 0) {
      const refused = notTold(describe(error, `${peer.handle} is not let in`), true);
      return { token: refused, list: [], rest: 'This needs the sign-in' };
    }
    const failure = describe(error, 'The node names no STUN and TURN servers');
    return { token, list: [notTold(failure, false)], rest: 'The STUN and TURN servers are not known' };
  }
}

/** @param {Doctor} dialog @param {Offered[]} each with one URL @returns {Promise<Examined>} */
async function examinePaths(dialog, each) {
  const { signal } = dialog.running;
  const asking = askStun(stunUrls(each.map(({ urls: [url] }) => url)), signal);
  const turn = each.filter(({ urls: [url] }) => /^turns?:/i.test(url));
  const hosts = [...new Set(turn.map(({ urls: [url] }) => hostOf(url)))];
  const of = (/** @type {string} */ host) => turn.filter(({ urls: [url] }) => hostOf(url) === host);
  const tried = (await Promise.all(hosts.map((host) => allocate(of(host), signal)))).flat();
  const working = tried.filter(({ found }) => relayOf(found)).map(({ one }) => one);
  const asked = await asking;
  const nat = natOf(asked);
  const direct = nat && expectationOf(nat);
  const otherwise = working.some(({ urls: [url] }) => transportOf(url) !== 'udp');
  const none = skipped('stun', 'No STUN or TURN URL by UDP is offered');
  show(dialog, dialog.busy, asked.each.length > 0 ? stunCheck(asked, otherwise) : none);
  show(dialog, 'Sending through TURN…', ...tried.map(({ one, found }) => turnCheck(one.urls[0], found)));
  if (working.length === 0) return { direct, rest: `No TURN server ${tried.length > 0 ? 'allocates' : 'is offered'}` };
  const urls = working.map(({ urls: [url] }) => url);
  show(dialog, '', loopCheck(await loop(working[0], working, signal), urls, nat !== undefined));
  return { direct, rest: '' };
}

/** Asks all of them from one socket, and each from one of its own. @param {string[]} urls @param {AbortSignal} signal */
async function askStun(urls, signal) {
  const ask = (/** @type {string[]} */ some, /** @type {(found: Gathered) => boolean} */ enough) =>
    gather({ iceServers: [{ urls: some }] }, enough, signal);
  const alone = async (/** @type {string} */ url) => ({ url, found: await ask([url], hasAnswered) });
  const [together, ...each] = await Promise.all([ask(urls, () => false), ...urls.map(alone)]);
  return { together, each };
}

/**
 * Tries the URLs of one server, each alone and one after the other: more allocations at a time could exceed the quota.
 *
 * @param {Offered[]} each with one URL
 * @param {AbortSignal} signal
 */
async function allocate(each, signal) {
  const tried = [];
  for (const one of each) {
    tried.push({ one, found: await gather({ iceServers: [one], iceTransportPolicy: 'relay' }, isDecided, signal) });
  }
  return tried;
}

/**
 * A refusal is the server's last word; what cannot be reached by one address may be by another.
 *
 * @param {Gathered} found
 */
const isDecided = (found) => relayOf(found) !== undefined || isRefused(found);

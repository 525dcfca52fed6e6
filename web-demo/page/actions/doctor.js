// The checks of the connection, from the bottom up: what cannot work because of an earlier fault is skipped. The page has
// all of this from the beginning: when the server is away it cannot be fetched any more.
import { context, changed, nobody, tell } from '../context.js';
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
import { fullTime } from '../model/times.js';
import { gather, loop } from '../probes/rtc.js';
import { askServer, openSocket } from '../probes/web.js';
import { copy } from './messages.js';

/** @typedef {import('../model/doctor.js').Check} Check */
/** @typedef {Extract<import('../state.js').Dialog, { kind: 'doctor' }>} Doctor */

const { state } = context;
const server = location.origin;

/** Of more, checking would take too long, and so would a connection. */
const URLS_MAX = 12;

/** Opens the dialog and makes all checks. */
export async function openDoctor() {
  const back = state.dialog?.kind === 'settings' ? state.dialog : undefined;
  /** @type {Doctor} */
  const dialog = { kind: 'doctor', busy: 'Asking the server…', checks: [], verdict: '', back };
  state.dialog = dialog;
  changed();
  const { direct, rest } = await examine(dialog);
  dialog.checks = withSkipped(dialog.checks, rest);
  dialog.verdict = verdictOf(dialog.checks, direct);
  dialog.busy = '';
  changed();
}

/** Copies the report. @param {Doctor} dialog */
export async function copyReport({ checks, verdict }) {
  const where = `Plait connection check of ${server}, ${fullTime(Date.now())}, ${navigator.userAgent}`;
  if (await copy(reportOf(checks, verdict, where))) tell({ tone: 'good', what: 'The report is copied.' });
}

/** Shows what was found, and what is done next. @param {Doctor} dialog @param {string} busy @param {Check[]} checks */
function show(dialog, busy, ...checks) {
  dialog.checks.push(...checks);
  dialog.busy = busy;
  changed();
}

/** @typedef {{ direct?: string, rest: string }} Examined `direct`: with whom such paths can be expected; `rest`: why the checks that were not made were not */

/** @param {Doctor} dialog @returns {Promise<Examined>} */
async function examine(dialog) {
  const reached = await askServer(server);
  show(dialog, 'Opening a WebSocket…', ...reachedChecks(reached));
  if (!reached.node) return { rest: reached.answered ? 'No node answers' : 'The server cannot be reached' };
  const [servers, socket] = await Promise.all([askForServers(dialog), openSocket(server)]);
  show(dialog, 'Trying STUN and TURN…', socketCheck(socket, state.connection.state === 'online'));
  if (!servers) return { rest: 'This needs an account' };
  const each = servers.flatMap(({ urls, ...rest }) => urls.map((url) => ({ ...rest, urls: [url] }))).slice(0, URLS_MAX);
  show(dialog, dialog.busy, offeredCheck(each.length));
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
 * @param {Doctor} dialog
 * @returns {Promise<Offered[] | undefined>} undefined when they are not told
 */
async function askForServers(dialog) {
  const { peer } = context;
  if (peer === nobody) {
    show(dialog, dialog.busy, skipped('token', 'Nobody is signed in here'));
    return undefined;
  }
  try {
    const { iceServers = [] } = await peer.request('GET', '/ice-servers');
    show(dialog, dialog.busy, signedIn(peer.handle));
    return iceServers;
  } catch (/** @type {any} */ error) {
    const signIn = error.status === 401 || error.status === 0;
    if (!signIn) show(dialog, dialog.busy, signedIn(peer.handle));
    const doing = signIn ? `${peer.handle} is not let in` : 'The node names no STUN and TURN servers';
    show(dialog, dialog.busy, notTold(describe(error, doing), signIn));
    return undefined;
  }
}

/** @param {Doctor} dialog @param {Offered[]} each with one URL @returns {Promise<Examined>} */
async function examinePaths(dialog, each) {
  const asking = askStun(stunUrls(each.map(({ urls: [url] }) => url)));
  const turn = each.filter(({ urls: [url] }) => /^turns?:/i.test(url));
  const hosts = [...new Set(turn.map(({ urls: [url] }) => hostOf(url)))];
  const of = (/** @type {string} */ host) => turn.filter(({ urls: [url] }) => hostOf(url) === host);
  const tried = (await Promise.all(hosts.map((host) => allocate(of(host))))).flat();
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
  show(dialog, '', loopCheck(await loop(working[0], working), urls, nat !== undefined));
  return { direct, rest: '' };
}

/** Asks all of them from one socket, and each from one of its own. @param {string[]} urls */
async function askStun(urls) {
  const alone = async (/** @type {string} */ url) => ({
    url,
    found: await gather({ iceServers: [{ urls: url }] }, hasAnswered),
  });
  const [together, ...each] = await Promise.all([gather({ iceServers: [{ urls }] }, () => false), ...urls.map(alone)]);
  return { together, each };
}

/**
 * Tries the URLs of one server, each alone and one after the other: more allocations at a time could exceed the quota.
 *
 * @param {Offered[]} each with one URL
 */
async function allocate(each) {
  const tried = [];
  for (const one of each) {
    tried.push({ one, found: await gather({ iceServers: [one], iceTransportPolicy: 'relay' }, isDecided) });
  }
  return tried;
}

/**
 * A refusal is the server's last word; what cannot be reached by one address may be by another.
 *
 * @param {import('../model/iceChecks.js').Gathered} found
 */
const isDecided = (found) => relayOf(found) !== undefined || isRefused(found);

// What the checks of the connection have found: the names and words of ./plait doctor (docs/doctor.md).
import { sentence } from './failure.js';

/**
 * @typedef {'ok' | 'warning' | 'failed' | 'skipped'} Outcome
 *
 * @typedef {object} Check
 * @property {string} name which one, as the command calls it
 * @property {Outcome} outcome
 * @property {string} detail what was found or measured, or why it was skipped
 * @property {string} todo the next thing to do; empty when there is nothing
 *
 * @typedef {object} Reached what asking the server by HTTP gave
 * @property {boolean} online whether the browser thinks that there is a network
 * @property {boolean} answered
 * @property {boolean} redirected
 * @property {number} status of HTTP
 * @property {boolean} node whether it told the time as a node does
 * @property {boolean | undefined} ready undefined where this is not passed on
 * @property {string} unwell what is not ready
 * @property {number} roundTripMs
 * @property {number} aheadMs of the server's clock
 */

/** Over it something is wrong, though nothing fails yet; and over it credentials are renewed too late. */
const CLOCK_WARNING_MS = 5_000;
const CLOCK_FAILURE_MS = 60_000;

/** @type {Record<string, string>} what a person calls a check */
export const TITLES = {
  server: 'Server',
  node: 'Node',
  clock: 'Clock',
  token: 'Sign-in',
  websocket: 'WebSocket',
  'ice-servers': 'STUN and TURN servers',
  stun: 'UDP and NAT',
  turn: 'TURN',
  'turn-udp': 'TURN by UDP',
  'turn-tcp': 'TURN by TCP',
  'turn-tls': 'TURN by TLS',
  'data-channel': 'Data channel',
};

/** @param {string} name @param {Outcome} outcome @param {string} detail @param {string} [todo] @returns {Check} */
export const check = (name, outcome, detail, todo = '') => ({ name, outcome, detail: sentence(detail), todo });

/** @param {string} name @param {string} why @returns {Check} */
export const skipped = (name, why) => check(name, 'skipped', why);

/**
 * All checks in their order: those that were not made were skipped.
 *
 * @param {Check[]} made
 * @param {string} why
 */
export const withSkipped = (made, why) => [
  ...made,
  ...['server', 'node', 'clock', 'token', 'websocket', 'ice-servers', 'stun', 'turn', 'data-channel']
    .filter((name) => !made.some((one) => one.name.startsWith(name)))
    .map((name) => skipped(name, why)),
];

/** @param {number} value */
export const one = (value) => value.toFixed(1);

/** @param {Reached} found @returns {Check[]} server, node and clock, up to the first that is in the way */
export function reachedChecks(found) {
  const { answered, node, status, roundTripMs } = found;
  if (!answered) {
    const [detail, todo] = found.redirected
      ? ['A captive portal or another web server sends elsewhere', 'Open a web page to sign in to this network.']
      : found.online
        ? ['The server does not answer', 'See whether it runs, and whether this network lets other pages through.']
        : ['This browser is offline', 'Connect it to a network.'];
    return [check('server', 'failed', detail, todo)];
  }
  const server = check('server', 'ok', `It answers, round trip ${one(roundTripMs)} ms`);
  if (!node) {
    const away = status >= 502 && status <= 504;
    const what = away
      ? 'A proxy in front of the node answers that it does not reach it'
      : 'Not a Plait node: another web server or a captive portal answers';
    const todo = away
      ? 'Start the node, or correct where the proxy sends to.'
      : 'Correct the address, or sign in to this network if it asks for it.';
    return [server, check('node', 'failed', `${what} (HTTP ${status})`, todo)];
  }
  return [server, readyCheck(found), clockCheck(found.aheadMs)];
}

/** @param {Reached} found */
function readyCheck({ ready, unwell }) {
  if (ready) return check('node', 'ok', 'A Plait node, and ready');
  return ready === undefined
    ? check(
        'node',
        'warning',
        'A Plait node; /readyz is not passed on',
        'Let the proxy in front of it pass on /readyz.',
      )
    : check(
        'node',
        'failed',
        `A Plait node, but it is not ready: ${unwell}`,
        "Read the node's log: its database may be away, or it is about to end.",
      );
}

/** @param {number} aheadMs */
function clockCheck(aheadMs) {
  const apartMs = Math.abs(aheadMs);
  const outcome = apartMs > CLOCK_FAILURE_MS ? 'failed' : apartMs > CLOCK_WARNING_MS ? 'warning' : 'ok';
  const detail = `This machine's clock is ${one(apartMs / 1000)} s ${aheadMs < 0 ? 'behind' : 'ahead of'} the server's`;
  const todo = "Set the clock of this machine by NTP; if it is right, the node's.";
  return check('clock', outcome, detail, outcome === 'ok' ? '' : todo);
}

/** @param {{ opened: boolean, clean: boolean, ms: number }} found @param {boolean} online whether the device's own session is up */
export function socketCheck({ opened, clean, ms }, online) {
  if (!opened) {
    return check(
      'websocket',
      'failed',
      'HTTP works, but no WebSocket opens',
      'Let whatever is between here and the node pass WebSocket on: Upgrade and Connection.',
    );
  }
  return clean
    ? check('websocket', 'ok', `It opens in ${one(ms)} ms` + (online ? ', and this device is connected' : ''))
    : check(
        'websocket',
        'failed',
        'It opens, but nothing comes through',
        'Have the proxies on the way pass WebSocket frames on at once, unbuffered.',
      );
}

/** @param {string} handle @returns {Check} */
export const signedIn = (handle) => check('token', 'ok', `The device of ${handle} is signed in`);

/** @param {import('../types.js').Failure} failure @param {boolean} signIn whether it is the sign-in that failed, not the list */
export const notTold = ({ what, todo }, signIn) => check(signIn ? 'token' : 'ice-servers', 'failed', what, todo);

/** @param {number} urls how many @returns {Check} */
export const offeredCheck = (urls) =>
  urls > 0
    ? check('ice-servers', 'ok', `${urls} ${urls === 1 ? 'URL' : 'URLs'} of STUN and TURN servers`)
    : check(
        'ice-servers',
        'warning',
        'The node offers no STUN or TURN server',
        'Set plait.turn.nodes of the node: without, only devices of one network reach each other directly.',
      );

/** @returns {Check} */
export const noWebRtc = () =>
  check(
    'stun',
    'failed',
    'This browser has no WebRTC, or it is switched off',
    'Switch it on in the settings of the browser or of an extension; until then messages go by the relay.',
  );

/**
 * Which paths this browser can use, in a sentence.
 *
 * @param {Check[]} checks
 * @param {string} [direct] with whom direct paths can be expected; undefined when UDP does not get out, or was not tried
 */
export function verdictOf(checks, direct) {
  const is = (/** @type {string} */ name, /** @type {Outcome} */ outcome) =>
    checks.some((one) => one.name === name && one.outcome === outcome);
  if (is('clock', 'skipped')) {
    return 'The server cannot be reached: only direct channels that are open already carry on. First put right what failed below.';
  }
  const turn = ['udp', 'tcp', 'tls'].filter((transport) => is(`turn-${transport}`, 'ok'));
  const paths = [
    direct,
    turn.length > 0 && `TURN by ${turn.join(', ').toUpperCase()}`,
    is('websocket', 'ok') && "the server's relay and store",
  ].filter(Boolean);
  const needed = is('token', 'skipped') ? 'that needs an account' : 'first put right what failed below';
  const untold =
    is('ice-servers', 'skipped') || is('ice-servers', 'failed')
      ? ` Direct paths and TURN were not checked: ${needed}.`
      : '';
  const usable =
    paths.length > 0
      ? `This browser can use: ${paths.join('; ')}.`
      : 'No path works from here: first put right what failed below.';
  return usable + untold;
}

/**
 * All of it to send to somebody. There is no secret in it: no check is told one.
 *
 * @param {Check[]} checks
 * @param {string} verdict
 * @param {string} where which page in which browser, and when
 */
export const reportOf = (checks, verdict, where) =>
  [
    where,
    ...checks.flatMap(({ name, outcome, detail, todo }) => [
      `${outcome.padEnd(8)} ${name.padEnd(12)} ${detail}`,
      ...(todo === '' ? [] : [`${' '.repeat(21)} -> ${todo}`]),
    ]),
    verdict,
  ].join('\n');

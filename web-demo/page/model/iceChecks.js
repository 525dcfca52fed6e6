// What the checks of STUN and TURN servers have found, in the words of ./plait doctor.
import { check, one } from './doctor.js';
import { capital } from './failure.js';

/**
 * @typedef {'public' | 'cone' | 'symmetric' | 'unknown'} Nat
 *
 * @typedef {object} Gathered what came of gathering candidates
 * @property {RTCIceCandidate[]} candidates
 * @property {{ url: string, code: number, text: string, ipv6: boolean }[]} errors `ipv6`: of a socket for it
 * @property {boolean} complete whether every server has answered or failed
 * @property {number} ms until it was enough
 */

/** @param {string} url @returns {'udp' | 'tcp' | 'tls'} */
export const transportOf = (url) => (/^(turn|stun)s:/i.test(url) ? 'tls' : /transport=tcp/i.test(url) ? 'tcp' : 'udp');

/** @param {string} url @returns {string} */
export const hostOf = (url) => /^\w+:(\[.*?\]|[^:?]+)/.exec(url)?.[1] ?? url;

/** The URLs to ask by STUN: a TURN server answers it as well, at the same port. @param {string[]} urls */
export const stunUrls = (urls) => [
  ...new Set(
    urls.filter((url) => transportOf(url) === 'udp').map((url) => url.replace(/^turn:/i, 'stun:').replace(/\?.*/, '')),
  ),
];

/** @type {Record<Nat, [string, string]>} in words, and with whom direct paths can be expected */
const NATS = {
  public: ['no NAT', 'direct paths to all networks that let UDP out, but perhaps not to symmetric NATs'],
  cone: [
    'a NAT with one outside address for all (cone)',
    'direct paths to most networks; to symmetric NATs probably by TURN',
  ],
  symmetric: [
    'a NAT with another outside port for each peer (symmetric)',
    'direct paths to public addresses and to full-cone and address-restricted NATs only; to others by TURN',
  ],
  unknown: [
    'a NAT of unknown kind: one STUN server with one address does not show it',
    'direct paths to public addresses at least',
  ],
};

/** With whom direct paths can be expected. @param {Nat} nat */
export const expectationOf = (nat) => NATS[nat][1];

/**
 * @typedef {object} Asked STUN servers
 * @property {Gathered} together what one connection has found with all of them
 * @property {{ url: string, found: Gathered }[]} each what another has found with this one alone
 */

/** @param {Gathered} found */
const mappedOf = ({ candidates }) => candidates.filter(({ type }) => type === 'srflx');

/** Whether a server has answered: also one that sees the address that the browser knows anyway. @param {Gathered} found */
export const hasAnswered = (found) => mappedOf(found).length > 0 || (found.complete && found.errors.length === 0);

/**
 * The kind of NAT, by the outside addresses that several servers see of one socket (RFC 5780 §4.3). Browsers do not repeat
 * an address that a second server sees, too; so that it has answered is known from asking it alone.
 *
 * @param {Asked} asked
 * @returns {Nat | undefined} undefined when no server has answered
 */
export function natOf({ together, each }) {
  const answered = each.filter(({ found }) => hasAnswered(found));
  if (answered.length === 0) return undefined;
  const mapped = mappedOf(together);
  /** @type {Map<string, Set<string>>} outside addresses by socket; browsers that hide it tell sockets apart by foundation */
  const sockets = new Map();
  for (const { relatedAddress, relatedPort, foundation, address, port } of mapped) {
    const socket = relatedPort ? `${relatedAddress} ${relatedPort}` : String(foundation);
    sockets.set(socket, (sockets.get(socket) ?? new Set()).add(`${address} ${port}`));
  }
  if ([...sockets.values()].some((outside) => outside.size > 1)) return 'symmetric';
  if (answered.every(({ found }) => mappedOf(found).length === 0)) return 'public';
  const isOwn = (/** @type {RTCIceCandidate} */ { address, port }) =>
    together.candidates.some((host) => host.type === 'host' && host.address === address && host.port === port);
  if (mapped.length === 0) return 'unknown';
  if (mapped.every(isOwn)) return 'public';
  return new Set(answered.map(({ url }) => hostOf(url))).size > 1 ? 'cone' : 'unknown';
}

/**
 * @param {Asked} asked
 * @param {boolean} otherwise whether a server answers by TCP or TLS
 */
export function stunCheck(asked, otherwise) {
  const nat = natOf(asked);
  const silent = asked.each.find(({ found }) => !hasAnswered(found));
  const [what, todo] = silent ? faultOf(silent.found, 'udp') : [];
  if (!nat) return nothingAnswers(`${silent?.url}: ${what}`, todo, otherwise);
  const outside = new Set(mappedOf(asked.together).map(({ address, port }) => `${address}:${port}`));
  const [words, expectation] = NATS[nat];
  const seen = outside.size > 0 ? `seen as ${[...outside].join(' and ')}: ` : '';
  const detail = capital(`${seen}${words}; ${expectation}`);
  return silent ? check('stun', 'warning', `${detail}; but ${silent.url}: ${what}`, todo) : check('stun', 'ok', detail);
}

/** @param {string} detail @param {string | undefined} todo @param {boolean} otherwise */
function nothingAnswers(detail, todo, otherwise) {
  if (todo !== FAULTS.silent[1]) return check('stun', 'failed', detail, todo);
  const open =
    "Have the firewall here let UDP out to the TURN servers' ports; until then messages go by TURN over TCP or TLS, " +
    "or by the server's relay.";
  return otherwise
    ? check('stun', 'failed', 'UDP is blocked here: the same servers answer by TCP or TLS', open)
    : check(
        'stun',
        'failed',
        'No STUN or TURN server answers: UDP is blocked here, or the servers are down',
        `See whether the TURN servers run. ${open}`,
      );
}

/** @type {Record<string, [string, string]>} what is wrong with a server, and what to do */
const FAULTS = {
  name: ['its name cannot be resolved', "Check the spelling and the name's DNS records."],
  silent: [
    'nothing answers',
    'See whether the TURN server runs, and whether a firewall, here or there, lets this port pass.',
  ],
  refused: ['the connection is refused', 'Nothing listens on this port: start the server, or correct the port.'],
  tls: [
    'no connection comes about, or its TLS certificate is not trusted here',
    'See whether the TURN server runs, and its certificate: its dates, its name, its chain. ./plait doctor tells which.',
  ],
  401: [
    'it does not take the credential',
    'The node and the TURN server do not share the secret: compare plait.turn.secret with static-auth-secret.',
  ],
  438: ['it takes none of its own nonces', "Read the TURN server's log."],
  486: ['the quota of this user is reached', 'Close other connections, or raise user-quota in the TURN server.'],
  508: ['it has no room for more', 'Raise total-quota or the range of relay ports, or add a TURN server.'],
};

/** What browsers report when a server cannot be reached at all (W3C webrtc §4.8.3). */
const UNREACHED = 701;

/** Stands for what the browser itself refuses; no server uses it. */
export const OWN_ERROR = 0;

/** @param {Gathered} found @param {'udp' | 'tcp' | 'tls'} transport */
function faultOf({ errors, complete }, transport) {
  const said = errors.find(({ code }) => code !== UNREACHED);
  if (said?.code === OWN_ERROR) {
    return [
      `this browser does not take it: ${said.text}`,
      "Correct the URL in the node's settings (plait.turn.nodes).",
    ];
  }
  if (said) {
    return (
      FAULTS[said.code] ?? [`it refuses: ${said.text}`, "Look the code up in RFC 8489 §18.3 and read the server's log."]
    );
  }
  // What has not failed by the end is silent, whatever has failed before.
  if (complete && errors.some(({ text }) => /lookup/i.test(text))) return FAULTS.name;
  if (transport === 'tls') return FAULTS.tls;
  const refused = complete && transport === 'tcp' && !errors.some(({ text }) => /timed out/i.test(text));
  return refused ? FAULTS.refused : FAULTS.silent;
}

/** Whether the server itself has refused. @param {Gathered} found */
export const isRefused = ({ errors }) => errors.some(({ code }) => code !== UNREACHED);

/** @param {Gathered} found @returns {RTCIceCandidate | undefined} */
export const relayOf = ({ candidates }) => candidates.find(({ type }) => type === 'relay');

/**
 * @param {string} url
 * @param {Gathered} found what came of gathering by this URL alone
 * @returns {import('./doctor.js').Check}
 */
export function turnCheck(url, found) {
  const transport = transportOf(url);
  const relay = relayOf(found);
  if (relay) {
    const detail = `${url}: allocates ${relay.address}:${relay.port} in ${one(found.ms)} ms`;
    return check(`turn-${transport}`, 'ok', detail);
  }
  const [what, todo] = faultOf(found, transport);
  const code = found.errors.find(({ code }) => code !== UNREACHED)?.code;
  return check(`turn-${transport}`, 'failed', `${url}: ${what}${code ? ` (${code})` : ''}`, todo);
}

/**
 * @param {{ opened: false } | { opened: true, roundTripMs: number, mbitPerS: number }} found
 * @param {string[]} working TURN URLs that have allocated, the one used first
 * @param {boolean} udp whether UDP gets out
 */
export function loopCheck(found, working, udp) {
  if (found.opened) {
    const measured = `round trip ${one(found.roundTripMs)} ms, ${one(found.mbitPerS)} Mbit/s`;
    return check('data-channel', 'ok', `A data channel through ${working[0]}: ${measured}`);
  }
  return !udp && new Set(working.map(hostOf)).size < 2
    ? check(
        'data-channel',
        'warning',
        'No data channel: without UDP both ends need TURN, and this one server does not relay to itself',
        'Offer a second TURN server, so that two networks without UDP meet between the two.',
      )
    : check(
        'data-channel',
        'failed',
        'The TURN server allocates, but no data channel opens through it',
        'Have the firewall of the TURN server let its relay ports pass (relay-port-min to relay-port-max, UDP), and run ./plait turn-check.',
      );
}

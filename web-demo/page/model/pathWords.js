// Says in words for people why a path was taken, and what was tried.

/** @type {Record<string, string>} by the library's reason for a choice of path */
const REASONS = {
  'no server and no channel': 'Neither the server nor the device could be reached so far.',
  'relay up': 'The server is connected, and no direct channel answers.',
  'relay down': 'The connection to the server was lost.',
  'first pong': 'The direct channel answers, and nothing is faster.',
  'pong missed': 'The direct channel did not answer in time.',
  'channel closed': 'The direct channel was closed.',
  'channel replaced': 'A newer direct channel took over.',
};

/** @type {Record<string, string>} by rung of the recovery ladder or path, as `what was tried` begins */
const WHAT = {
  direct: 'Went direct',
  relay: 'Went by the relay',
  none: 'Left without a path',
  'channel closed': 'Channel closed',
  'channel silent': 'Channel silent',
  stopped: 'No channel wanted',
  waiting: 'Channel: pause before the next try',
  connecting: 'Channel: connecting',
  open: 'Channel: open',
  suspect: 'Channel: perhaps broken',
  restarting: 'Channel: ICE restart',
};

/** @type {Record<string, string>} by the library's word for the exact way */
const VIA = {
  none: 'none',
  relay: 'the server: its relay or store',
  direct: 'direct, over UDP',
  'direct-tcp': 'direct, over TCP',
  'turn-udp': 'TURN, over UDP',
  'turn-tcp': 'TURN, over TCP',
  'turn-tls': 'TURN, over TLS',
  'turn-remote': 'TURN of the other side',
};

/** @param {string} via as the library gives it */
export const viaWords = (via) => VIA[via] ?? via;

/** @param {string} reason as the library gives it */
export const reasonWords = (reason) => REASONS[reason] ?? (reason || 'Nothing told.');

/**
 * What became of a rung of recovery, or how often something else happened.
 *
 * @param {number | import('../types.js').Rung} count
 */
export function rungWords(count) {
  if (typeof count === 'number') return String(count);
  const { requested, notNeeded, succeeded, failed } = count;
  const parts = [
    [succeeded, 'helped'],
    [notNeeded, 'not needed'],
    [failed, 'failed'],
  ].filter(([number]) => Number(number) > 0);
  return [String(requested), parts.map((part) => part.join(' ')).join(', ')].filter((part) => part !== '').join(': ');
}

/**
 * One line of what was tried.
 *
 * @param {string} line a rung or path, a colon, and why, as the library gives it
 */
export function triedWords(line) {
  const [what, ...why] = line.split(': ');
  const because = why.join(': ').replaceAll('-', ' ');
  return (WHAT[what] ?? what) + (because === '' ? '' : ` (${because})`);
}

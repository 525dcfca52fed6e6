import assert from 'node:assert/strict';
import { test } from 'node:test';
import { notTold, offeredCheck, reachedChecks, reportOf, signedIn, socketCheck } from '../../page/model/doctor.js';
import { skipped, verdictOf, withSkipped } from '../../page/model/doctor.js';
import {
  hostOf,
  loopCheck,
  natOf,
  OWN_ERROR,
  stunCheck,
  stunUrls,
  transportOf,
  turnCheck,
} from '../../page/model/iceChecks.js';

const STUN = ['stun:a.example:3478', 'stun:b.example:3478'];
const TURN = 'turn:a.example:3478?transport=udp';

/** @param {Partial<import('../../page/model/doctor.js').Reached>} more */
const reached = (more) => ({
  online: true,
  answered: true,
  redirected: false,
  status: 200,
  node: true,
  ready: true,
  unwell: '',
  roundTripMs: 2,
  aheadMs: 0,
  ...more,
});

/** @param {any[]} candidates @param {any[]} [errors] @param {boolean} [complete] @returns {any} */
const gathered = (candidates, errors = [], complete = true) => ({ candidates, errors, complete, ms: 12 });

/** As a browser that hides addresses tells it. @param {string} address @param {number} port @param {string} [foundation] */
const srflx = (address, port, foundation = '1') => ({ type: 'srflx', address, port, foundation, relatedPort: 0 });

/**
 * @param {any[]} candidates with all servers together
 * @param {any[]} [each] with each one alone: all have answered
 * @param {string[]} [urls]
 */
const asked = (candidates, each = STUN.map(() => gathered([srflx('5.4.3.2', 999)])), urls = STUN) => ({
  together: gathered(candidates, [], false),
  each: each.map((found, index) => ({ url: urls[index], found })),
});

const silent = gathered([], [], false);

/** @param {number} code @param {string} [text] @param {boolean} [ipv6] */
const error = (code, text = '', ipv6 = false) => ({ url: TURN, code, text, ipv6 });

const relay = { type: 'relay', address: '9.8.7.6', port: 50_000 };

/** @param {import('../../page/model/doctor.js').Check[]} checks */
const outcomes = (checks) => checks.map(({ name, outcome }) => `${name} ${outcome}`);

test('a server that does not answer ends the checks, and everything after it is skipped', () => {
  const made = withSkipped(reachedChecks(reached({ answered: false })), 'The server cannot be reached');
  assert.deepEqual(outcomes(made), [
    'server failed',
    ...['node', 'clock', 'token', 'websocket', 'ice-servers', 'stun', 'turn', 'data-channel'].map(
      (name) => `${name} skipped`,
    ),
  ]);
  assert.match(verdictOf(made), /^The server cannot be reached/);
});

test('what is in the way of the server is told apart, each with what to do', () => {
  const said = [
    { answered: false, online: false },
    { answered: false },
    { answered: false, redirected: true },
    { node: false, status: 502 },
    { node: false, status: 404 },
  ].map((how) => reachedChecks(reached(how)).at(-1));
  assert.ok(said.every((check) => check?.outcome === 'failed' && check.todo !== ''));
  assert.deepEqual(
    [/offline/, /does not answer/, /captive portal/, /proxy in front/, /Not a Plait node/].map((words, index) =>
      words.test(said[index]?.detail ?? ''),
    ),
    Array(5).fill(true),
  );
});

test('a clock that is off is a warning, then a failure, ahead or behind', () => {
  const clock = (/** @type {number} */ aheadMs) => reachedChecks(reached({ aheadMs }))[2];
  assert.deepEqual(
    [4_900, 5_100, -59_000, -61_000].map((ms) => clock(ms).outcome),
    ['ok', 'warning', 'warning', 'failed'],
  );
  assert.match(clock(5_100).detail, /5\.1 s ahead of/);
  assert.match(clock(-61_000).detail, /61\.0 s behind/);
});

test('a node that is not ready is named with what is unwell', () => {
  const [, node] = reachedChecks(reached({ ready: false, unwell: 'database' }));
  assert.equal(node.outcome, 'failed');
  assert.match(node.detail, /database/);
  assert.equal(reachedChecks(reached({ ready: undefined }))[1].outcome, 'warning');
});

test('a WebSocket has to open, with the subprotocol, and carry something both ways', () => {
  assert.match(socketCheck({ opened: false, clean: false, ms: 0 }, false).todo, /Upgrade/);
  assert.match(socketCheck({ opened: true, clean: false, ms: 3 }, false).todo, /unbuffered/);
  assert.equal(socketCheck({ opened: true, clean: true, ms: 3 }, false).outcome, 'ok');
});

test('one outside address for two servers is a cone, two are a symmetric NAT', () => {
  assert.equal(natOf(asked([srflx('5.4.3.2', 4000)])), 'cone');
  assert.equal(natOf(asked([srflx('5.4.3.2', 4000), srflx('5.4.3.2', 4001)])), 'symmetric');
  assert.equal(natOf(asked([srflx('5.4.3.2', 4000), srflx('5.4.3.3', 4000)])), 'symmetric');
});

test('two sockets are no symmetric NAT', () => {
  const two = [srflx('5.4.3.2', 4000, '1'), srflx('5.4.3.2', 4001, '2')];
  assert.equal(natOf(asked(two)), 'cone');
  const told = two.map((one, index) => ({
    ...one,
    foundation: `${index}`,
    relatedAddress: '10.0.0.2',
    relatedPort: 9,
  }));
  assert.equal(natOf(asked(told)), 'symmetric', 'where the browser tells the socket');
});

test('one host, or a server that has not answered, does not show the kind of NAT', () => {
  const mapped = [srflx('5.4.3.2', 4000)];
  const well = gathered(mapped);
  assert.equal(natOf(asked(mapped, [well, well], ['stun:a.example:3478', 'stun:a.example:3479'])), 'unknown');
  assert.equal(natOf(asked(mapped, [well, silent])), 'unknown');
  assert.equal(natOf(asked([], [well, well])), 'unknown');
});

test('without a translation servers see the own address, or tell nothing new', () => {
  const host = { type: 'host', address: '5.4.3.2', port: 4000 };
  assert.equal(natOf(asked([host, srflx('5.4.3.2', 4000)])), 'public');
  assert.equal(natOf(asked([host], [gathered([host])])), 'public');
  assert.equal(natOf(asked([host], [gathered([host], [], false)])), undefined, 'nobody has answered');
  assert.equal(natOf(asked([], [])), undefined, 'nobody was asked');
});

test('blocked UDP is named where the same servers answer otherwise', () => {
  assert.match(stunCheck(asked([], [silent, silent]), true).detail, /UDP is blocked here/);
  assert.match(stunCheck(asked([], [silent, silent]), false).detail, /or the servers are down/);
  const lookup = gathered([], [error(701, 'STUN host lookup received error.')]);
  assert.match(stunCheck(asked([], [lookup]), false).detail, /stun:a.example:3478: its name cannot be resolved/);
});

test('a STUN server that fails beside one that answers is a warning', () => {
  const mapped = [srflx('5.4.3.2', 4000)];
  const check = stunCheck(asked(mapped, [gathered(mapped), silent]), true);
  assert.equal(check.outcome, 'warning');
  assert.match(check.detail, /^Seen as 5\.4\.3\.2:4000: a NAT.*but stun:b.example:3478: nothing answers/);
  assert.equal(stunCheck(asked(mapped), true).outcome, 'ok');
});

test('each fault of a TURN server has its name and what to do', () => {
  const tcp = 'turn:a.example:3478?transport=tcp';
  const tls = 'turns:a.example:443?transport=tcp';
  const cases = /** @type {const} */ ([
    [TURN, gathered([], [error(401, 'Unauthorized.')]), 'turn-udp', /credential \(401\)/, /static-auth-secret/],
    [TURN, gathered([], [], false), 'turn-udp', /nothing answers/, /firewall/],
    [TURN, gathered([], [error(701, 'TURN host lookup received error.')]), 'turn-udp', /resolved/, /DNS/],
    [TURN, gathered([], [error(701, 'lookup', true)], false), 'turn-udp', /nothing answers/, /firewall/],
    [TURN, gathered([], [error(486)]), 'turn-udp', /quota/, /user-quota/],
    [TURN, gathered([], [error(508)]), 'turn-udp', /no room/, /total-quota/],
    [TURN, gathered([], [error(499, 'No')]), 'turn-udp', /it refuses: No \(499\)/, /RFC 8489/],
    [tcp, gathered([], [error(701, 'Failed to establish connection')]), 'turn-tcp', /refused/, /port/],
    [tcp, gathered([], [error(701, 'TURN allocate request timed out.')]), 'turn-tcp', /nothing answers/, /firewall/],
    [tcp, gathered([], [], false), 'turn-tcp', /nothing answers/, /firewall/],
    [tls, gathered([], [error(701, 'Failed to establish connection')]), 'turn-tls', /certificate/, /chain/],
  ]);
  for (const [url, found, name, words, todo] of cases) {
    const check = turnCheck(url, found);
    assert.deepEqual([check.name, check.outcome], [name, 'failed']);
    assert.match(check.detail, words);
    assert.ok(check.detail.startsWith(url));
    assert.match(check.todo, todo);
  }
  const works = turnCheck(TURN, gathered([relay], [error(701, '', true)]));
  assert.deepEqual([works.outcome, works.todo], ['ok', '']);
  assert.match(works.detail, /allocates 9\.8\.7\.6:50000 in 12\.0 ms/);
});

test('what the browser itself does not take is not told as a refusal of the server', () => {
  const check = turnCheck(TURN, gathered([], [error(OWN_ERROR, 'not a valid URL')], false));
  assert.match(check.detail, /this browser does not take it: not a valid URL\.$/);
  assert.match(check.todo, /plait\.turn\.nodes/);
});

test('a loop that does not open is excused only where one server would have to relay to itself', () => {
  const closed = /** @type {const} */ ({ opened: false });
  const tls = 'turns:a.example:443?transport=tcp';
  assert.equal(loopCheck(closed, [TURN, tls], true).outcome, 'failed');
  assert.equal(loopCheck(closed, [tls], false).outcome, 'warning');
  assert.equal(loopCheck(closed, [tls, 'turns:b.example:443'], false).outcome, 'failed');
  assert.match(
    loopCheck({ opened: true, roundTripMs: 1.25, mbitPerS: 40 }, [TURN], true).detail,
    /1\.\d ms, 40\.0 Mbit/,
  );
});

test('URLs tell their transport and host, and who answers STUN', () => {
  assert.deepEqual(
    [TURN, 'turn:a?transport=tcp', 'turns:a:443?transport=tcp', 'stun:a', 'turn:[2a00::1]:3478'].map(transportOf),
    ['udp', 'tcp', 'tls', 'udp', 'udp'],
  );
  assert.deepEqual([TURN, 'turns:[2a00::1]:443', 'stun:b'].map(hostOf), ['a.example', '[2a00::1]', 'b']);
  assert.deepEqual(stunUrls([TURN, 'stun:a.example:3478', 'turns:a.example:443', 'turn:a.example?transport=tcp']), [
    'stun:a.example:3478',
  ]);
});

test('the verdict names the paths that this browser can use', () => {
  const socket = socketCheck({ opened: true, clean: true, ms: 1 }, true);
  const base = [...reachedChecks(reached({})), socket];
  const turn = [turnCheck(TURN, gathered([relay])), turnCheck('turns:a:443', gathered([relay]))];
  assert.equal(
    verdictOf([...base, offeredCheck(1), ...turn], 'direct paths to most networks'),
    "This browser can use: direct paths to most networks; TURN by UDP, TLS; the server's relay and store.",
  );
  assert.equal(
    verdictOf(withSkipped(base, 'This needs an account')),
    "This browser can use: the server's relay and store. " +
      'Direct paths and TURN were not checked: that needs an account.',
  );
  assert.equal(
    verdictOf([...base, offeredCheck(1), ...turn]),
    "This browser can use: TURN by UDP, TLS; the server's relay and store.",
  );
  const failure = { what: 'The sign-in has expired.', todo: 'Sign in again.' };
  for (const signIn of [true, false]) {
    assert.match(
      verdictOf(withSkipped([...base, signedIn('ada'), notTold(failure, signIn)], 'This needs the sign-in')),
      /were not checked: first put right what failed below\.$/,
    );
  }
  assert.match(verdictOf([...reachedChecks(reached({})), offeredCheck(1)]), /^No path works from here/);
});

test('the report is text with each check, what to do, and the verdict last', () => {
  const failure = { what: 'The sign-in has expired.', todo: 'Sign in again.' };
  const lines = reportOf([notTold(failure, true), skipped('stun', 'This needs an account')], 'The end.', 'Here').split(
    '\n',
  );
  assert.deepEqual(lines, [
    'Here',
    'failed   token        The sign-in has expired.',
    '                      -> Sign in again.',
    'skipped  stun         This needs an account.',
    'The end.',
  ]);
});

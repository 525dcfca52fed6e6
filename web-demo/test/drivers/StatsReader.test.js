import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_STATS, readStats } from '../../lib/drivers/StatsReader.js';

/** A report with one selected pair. @param {object} local @param {object} remote */
function report(local, remote) {
  return /** @type {any} */ (
    new Map([
      ['T', { type: 'transport', selectedCandidatePairId: 'P' }],
      ['P', { type: 'candidate-pair', localCandidateId: 'L', remoteCandidateId: 'R', currentRoundTripTime: 0.012 }],
      ['L', { type: 'local-candidate', protocol: 'udp', address: '192.0.2.1', port: 5000, ...local }],
      ['R', { type: 'remote-candidate', protocol: 'udp', address: '192.0.2.2', port: 6000, ...remote }],
    ])
  );
}

test('a pair over TURN says how the server is reached', () => {
  const stats = readStats(report({ candidateType: 'relay', relayProtocol: 'tls' }, { candidateType: 'srflx' }));
  assert.equal(stats.via, 'turn-tls');
  assert.equal(stats.pair, 'relay 192.0.2.1:5000 udp - srflx 192.0.2.2:6000 udp');
  assert.equal(stats.rttMs, 12);
});

test('a pair without TURN is direct', () => {
  assert.equal(readStats(report({ candidateType: 'host' }, { candidateType: 'prflx' })).via, 'direct');
});

test('without a selected pair nothing is known', () => {
  assert.equal(readStats(/** @type {any} */ (new Map())), NO_STATS);
});

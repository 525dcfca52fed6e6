/** @typedef {import('./ChannelTries.js').ChannelTries} ChannelTries */

const NOT_DIRECTLY = 'the two networks do not let the devices reach each other directly.';

/** @type {Record<Exclude<import('./Via.js').Via, 'relay'>, string>} */
const SENTENCES = {
  none: 'No way now: messages wait on this device until the server or the other device answers.',
  direct: 'Direct: both networks let the devices reach each other.',
  'direct-tcp': 'Direct over TCP: no UDP passes between the two networks.',
  'turn-udp': 'By TURN: ' + NOT_DIRECTLY,
  'turn-tcp': 'By TURN over TCP: your network lets no UDP pass.',
  'turn-tls': 'By TURN over TLS: your network lets only web traffic pass.',
  'turn-remote': "By the other side's TURN server: " + NOT_DIRECTLY,
};

/**
 * Says in one sentence why entries go the way they go (PTH-6).
 *
 * @param {import('./Via.js').Via} via
 * @param {ChannelTries} tries
 */
export function whySentence(via, tries) {
  return via === 'relay' ? `By the server's relay: ${relayed(tries)}.` : SENTENCES[via];
}

/** @param {ChannelTries} tries */
function relayed(tries) {
  switch (tries.rung) {
    case 'absent':
      return tries.reason;
    case 'stopped':
      return 'no direct way is kept to this device now';
    case 'suspect':
    case 'restarting':
      return 'the direct way stopped answering and is being repaired';
    case 'open':
      return 'the direct way does not answer yet';
    default:
      return unconnected(tries);
  }
}

/** @param {ChannelTries} tries */
function unconnected({ reason, failures, gathered }) {
  if (reason === 'peer-left') {
    return 'the other device wants no direct way now';
  }
  if (failures === 0) {
    return 'a direct way is being tried';
  }
  const means = ['own addresses'];
  if (gathered.includes('srflx')) {
    means.push('STUN');
  }
  if (gathered.includes('relay')) {
    means.push('TURN');
  }
  const times = failures === 1 ? 'once' : `${failures} times`;
  return `no direct way was found (tried ${times} with ${means.join(', ')})`;
}

// Tries STUN and TURN servers with connections of its own, for the checks of the connection.
import { OWN_ERROR } from '../model/iceChecks.js';
import { isOver, within } from './within.js';

/** Longest wait for servers; one that needs longer is of no use. */
const GATHER_MS = 4_000;

/** Longest wait until a channel is open, and for one answer through it. */
const OPEN_MS = 7_000;
const PONG_MS = 2_000;

const PINGS = 5;

/** The measuring ends by this time or this many bytes, whichever comes first. */
const MEASURE_MS = 1_000;
const MEASURE_BYTES = 8 * 1024 * 1024;

/** Frames of this size pass between all browsers; of so much in the channel's buffer more is useless. */
const FRAME_BYTES = 16_000;
const HIGH_BYTES = 256 * 1024;

/** @typedef {import('../model/iceChecks.js').Gathered} Gathered */

/**
 * Gathers candidates until there are enough, or no more come.
 *
 * @param {RTCConfiguration} configuration
 * @param {(found: Gathered) => boolean} enough
 * @param {AbortSignal} signal ends it; none is begun afterwards
 * @returns {Promise<Gathered>}
 */
export async function gather(configuration, enough, signal) {
  signal.throwIfAborted();
  /** @type {Gathered} */
  const found = { candidates: [], errors: [], complete: false, ms: 0 };
  const beginMs = performance.now();
  /** @type {RTCPeerConnection | undefined} */
  let connection;
  try {
    const own = (connection = new RTCPeerConnection(configuration));
    const gathered = new Promise((done, failed) => {
      const look = () => (found.complete || enough(found)) && done(undefined);
      own.onicecandidate = ({ candidate }) => {
        if (candidate === null) found.complete = true;
        else if (candidate.candidate !== '') found.candidates.push(candidate);
        look();
      };
      own.onicecandidateerror = ({ url, errorCode, errorText, address }) => {
        found.errors.push({ url, code: errorCode, text: errorText, ipv6: (address ?? '').includes(':') });
        look();
      };
      own.createDataChannel('check');
      own.setLocalDescription().catch(failed);
    });
    await within(GATHER_MS, signal, gathered);
  } catch (/** @type {any} */ error) {
    if (!isOver(error)) found.errors.push({ url: '', code: OWN_ERROR, text: error.message, ipv6: false });
  }
  connection?.close();
  found.ms = performance.now() - beginMs;
  return found;
}

/**
 * Sends for real: over a data channel from this page to itself, whose near end has nothing but one TURN server.
 *
 * @param {RTCIceServer} near with one URL
 * @param {RTCIceServer[]} far
 * @param {AbortSignal} signal ends it
 * @returns {Promise<{ opened: false } | { opened: true, roundTripMs: number, mbitPerS: number }>}
 */
export async function loop(near, far, signal) {
  const one = new RTCPeerConnection({ iceServers: [near], iceTransportPolicy: 'relay' });
  const other = new RTCPeerConnection({ iceServers: far });
  try {
    const channel = one.createDataChannel('check');
    const arrived = echo(other);
    await within(OPEN_MS, signal, connect(one, other, channel));
    const roundTripMs = await measureRoundTrip(channel, signal);
    return { opened: true, roundTripMs, mbitPerS: await measureRate(channel, arrived) };
  } catch {
    return { opened: false };
  } finally {
    one.close();
    other.close();
  }
}

/**
 * @param {RTCPeerConnection} one
 * @param {RTCPeerConnection} other
 * @param {RTCDataChannel} channel of the first
 */
async function connect(one, other, channel) {
  const ignore = () => {}; // a candidate that does not fit; another may
  one.onicecandidate = ({ candidate }) => candidate && other.addIceCandidate(candidate).catch(ignore);
  other.onicecandidate = ({ candidate }) => candidate && one.addIceCandidate(candidate).catch(ignore);
  const open = new Promise((done) => (channel.onopen = done));
  const offer = await one.createOffer();
  await other.setRemoteDescription(offer);
  await one.setLocalDescription(offer);
  const answer = await other.createAnswer();
  await one.setRemoteDescription(answer);
  await other.setLocalDescription(answer);
  await open;
}

/**
 * The far end says every short text back, and counts the rest.
 *
 * @param {RTCPeerConnection} connection
 */
function echo(connection) {
  const arrived = { bytes: 0, firstMs: 0, lastMs: 0 };
  connection.ondatachannel = ({ channel }) => {
    channel.onmessage = ({ data }) => {
      if (typeof data === 'string') return channel.send(data);
      arrived.lastMs = performance.now();
      arrived.firstMs ||= arrived.lastMs;
      arrived.bytes += data.byteLength ?? data.size;
    };
  };
  return arrived;
}

/** The median of some pings. @param {RTCDataChannel} channel @param {AbortSignal} signal */
async function measureRoundTrip(channel, signal) {
  const times = [];
  for (let i = 0; i < PINGS; i++) {
    const beginMs = performance.now();
    await within(PONG_MS, signal, pong(channel));
    times.push(performance.now() - beginMs);
  }
  return times.sort((a, b) => a - b)[PINGS >> 1];
}

/** @param {RTCDataChannel} channel */
function pong(channel) {
  return new Promise((done) => {
    channel.onmessage = done;
    channel.send('ping');
  });
}

/**
 * @param {RTCDataChannel} channel
 * @param {ReturnType<typeof echo>} arrived
 * @returns {Promise<number>} megabits per second that have arrived
 */
function measureRate(channel, arrived) {
  const frame = new Uint8Array(FRAME_BYTES);
  let sent = 0;
  const fill = () => {
    for (; sent < MEASURE_BYTES && channel.bufferedAmount < HIGH_BYTES; sent += FRAME_BYTES) channel.send(frame);
  };
  channel.bufferedAmountLowThreshold = HIGH_BYTES / 2;
  channel.onbufferedamountlow = fill;
  fill();
  return new Promise((done) =>
    setTimeout(() => {
      channel.onbufferedamountlow = null;
      const { bytes, firstMs, lastMs } = arrived;
      done(lastMs > firstMs ? ((bytes - FRAME_BYTES) * 8) / 1e3 / (lastMs - firstMs) : 0);
    }, MEASURE_MS),
  );
}

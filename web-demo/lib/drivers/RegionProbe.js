import { MEASURE_MS } from '../signaling/RegionTrips.js';

/**
 * Measures how far away a STUN server is. A browser shows no packets: what is measured is the time from when a connection
 * of no other use begins to gather until it knows its address as that server sees it, or has learned that it is the own one.
 * An error counts against the latter only: a browser tells of one for each network that the server cannot be asked from.
 *
 * @param {string} url `stun:host:port`
 * @param {import('./Timers.js').Timers} timers
 * @param {(tripMs: number) => void} then not called when no answer comes in time
 */
export function measureRegion(url, timers, then) {
  let connection;
  try {
    connection = new RTCPeerConnection({ iceServers: [{ urls: url }] });
  } catch {
    return; // the browser does not take the URL, or has too many connections
  }
  const probe = connection;
  const beginMs = performance.now();
  let asked = false;
  let failed = false;
  const end = () => {
    cancel();
    probe.onicecandidate = probe.onicecandidateerror = null;
    probe.close();
  };
  const cancel = timers.after(MEASURE_MS, end);
  probe.onicecandidate = ({ candidate }) => {
    asked ||= candidate?.type === 'host' && candidate.protocol === 'udp';
    if (candidate?.type === 'srflx' || (candidate === null && asked && !failed)) {
      const tripMs = Math.round(performance.now() - beginMs);
      end();
      then(tripMs);
    } else if (candidate === null) {
      end();
    }
  };
  probe.onicecandidateerror = () => (failed = true);
  probe.createDataChannel('');
  probe.setLocalDescription().catch(end);
}

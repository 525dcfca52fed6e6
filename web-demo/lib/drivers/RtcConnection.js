import { DEFAULT_MAX_MESSAGE_BYTES, SessionDescriptions } from '../signaling/SessionDescriptions.js';
import { NO_STATS, readStats } from './StatsReader.js';

/** From here the core is asked to pause: some 10 ms at full speed fit between the marks. */
const HIGH_BYTES = 1024 * 1024;
const LOW_BYTES = 256 * 1024;

/** Over this nothing is taken: a browser closes a channel whose buffer overflows (16 MiB). */
const HARD_BYTES = 4 * 1024 * 1024;

/**
 * @typedef {object} RtcEvents
 * @property {(sdp: string) => void} onLocalOffer
 * @property {(sdp: string) => void} onLocalAnswer
 * @property {() => void} onAnswerTaken
 * @property {(mid: string, index: number, candidate: string) => void} onLocalCandidate
 * @property {(state: 'checking' | 'connected' | 'disconnected' | 'failed') => void} onIce
 * @property {() => void} onChannelOpen
 * @property {(text: string) => void} onFrame
 * @property {(writable: boolean) => void} onWritable
 * @property {() => void} onChannelClosed
 * @property {(reason: string) => void} onFailure
 */

/**
 * One RTCPeerConnection with its one data channel `plait.v1`, ordered and reliable, negotiated beforehand as stream 0 on
 * both sides (TRN-2): so there is one channel whoever offers, and its handlers are in place before anything can come.
 * What is asked for is done in order. After {@link dispose} no event comes.
 */
export class RtcConnection {
  /** The largest message that the other side takes. */
  maxMessageBytes = DEFAULT_MAX_MESSAGE_BYTES;
  #events;
  #connection;
  #channel;
  /** @type {(opened: void) => void} */
  #opened = () => {};
  /** @type {Promise<void>} */
  #done = new Promise((opened) => (this.#opened = opened));
  #begun = false;
  #paused = false;
  #disposed = false;

  /** One that does nothing before {@link open}. @param {RtcEvents} events */
  constructor(events) {
    this.#events = events;
    this.#connection = new RTCPeerConnection();
    this.#channel = this.#connection.createDataChannel('plait.v1', { negotiated: true, id: 0, ordered: true });
    this.#channel.bufferedAmountLowThreshold = LOW_BYTES;
    this.#listen();
  }

  /**
   * Begins with these servers, in time for all that is gathered; called once. What is asked for before waits for it.
   *
   * @param {RTCIceServer[]} iceServers empty for host candidates only
   */
  open(iceServers) {
    this.#begun = true;
    if (!this.use(iceServers)) {
      queueMicrotask(() => this.#tell(() => this.#events.onFailure('open: the browser does not take the ICE servers')));
    }
    this.#opened();
  }

  /**
   * Gathers with these servers from now on. Tells whether it does: not before it has begun with any, and not when the
   * browser does not take them; then those before stay.
   *
   * @param {RTCIceServer[]} iceServers
   */
  use(iceServers) {
    if (!this.#begun) {
      return false;
    }
    try {
      this.#connection.setConfiguration({ iceServers });
      return true;
    } catch {
      return false;
    }
  }

  /** @param {boolean} iceRestart */
  createOffer(iceRestart) {
    this.#run('create-offer', async (connection) => {
      const offer = await connection.createOffer({ iceRestart });
      await connection.setLocalDescription(offer);
      this.#tell(() => this.#events.onLocalOffer(offer.sdp ?? ''));
    });
  }

  /** @param {string} sdp */
  takeOffer(sdp) {
    this.maxMessageBytes = SessionDescriptions.maxMessageBytes(sdp);
    this.#run('take-offer', async (connection) => {
      await connection.setRemoteDescription({ type: 'offer', sdp });
      const answer = await connection.createAnswer();
      await connection.setLocalDescription(answer);
      this.#tell(() => this.#events.onLocalAnswer(answer.sdp ?? ''));
    });
  }

  /** @param {string} sdp */
  takeAnswer(sdp) {
    this.maxMessageBytes = SessionDescriptions.maxMessageBytes(sdp);
    this.#run('take-answer', async (connection) => {
      await connection.setRemoteDescription({ type: 'answer', sdp });
      this.#tell(() => this.#events.onAnswerTaken());
    });
  }

  /** Takes the own pending offer back; what is called after it waits for it. */
  rollback() {
    this.#run('rollback', (connection) => connection.setLocalDescription({ type: 'rollback' }));
  }

  /** @param {{mid: string, index: number, candidate: string}} candidate */
  addCandidate({ mid, index, candidate }) {
    this.#run('add-candidate', async (connection) => {
      // One that the browser does not understand is no offence: another may do.
      await connection.addIceCandidate({ sdpMid: mid, sdpMLineIndex: index, candidate }).catch(() => {});
    });
  }

  /** Gives a frame to the channel. @param {string} text @returns {'taken' | 'full' | 'closed' | 'too-large'} */
  send(text) {
    if (this.#disposed || this.#channel.readyState !== 'open') {
      return 'closed';
    }
    if (text.length > this.maxMessageBytes) {
      return 'too-large'; // what peers send each other is ASCII
    }
    if (this.#channel.bufferedAmount + text.length > HARD_BYTES) {
      return 'full';
    }
    try {
      this.#channel.send(text);
    } catch (failure) {
      // A browser may refuse though the channel is open; told when this turn is over.
      queueMicrotask(() => this.#tell(() => this.#events.onFailure(`send: ${/** @type {Error} */ (failure).message}`)));
      return 'closed';
    }
    if (!this.#paused && this.#channel.bufferedAmount >= HIGH_BYTES) {
      this.#paused = true;
      this.#events.onWritable(false);
    }
    return 'taken';
  }

  /** @returns {Promise<import('./StatsReader.js').RtcStats>} the selected pair, round trip and bytes */
  async stats() {
    return this.#disposed ? NO_STATS : readStats(await this.#connection.getStats());
  }

  /** Closes and lets go. Anything still buffered is lost: say FIN first. */
  dispose() {
    this.#disposed = true;
    this.#connection.close();
  }

  #listen() {
    const { onIce, onLocalCandidate } = this.#events;
    this.#connection.onicecandidate = ({ candidate }) => {
      if (candidate && candidate.candidate !== '') {
        this.#tell(() => onLocalCandidate(candidate.sdpMid ?? '', candidate.sdpMLineIndex ?? 0, candidate.candidate));
      }
    };
    this.#connection.oniceconnectionstatechange = () => {
      const state = this.#connection.iceConnectionState;
      if (state === 'connected' || state === 'completed') {
        this.#tell(() => onIce('connected'));
      } else if (state !== 'new' && state !== 'closed') {
        this.#tell(() => onIce(state));
      }
    };
    this.#channel.onopen = () => this.#tell(() => this.#events.onChannelOpen());
    this.#channel.onclose = () => this.#tell(() => this.#events.onChannelClosed());
    this.#channel.onmessage = ({ data }) =>
      this.#tell(() => this.#events.onFrame(typeof data === 'string' ? data : 'a binary message'));
    this.#channel.onbufferedamountlow = () => {
      if (this.#paused) {
        this.#paused = false;
        this.#tell(() => this.#events.onWritable(true));
      }
    };
  }

  /** @param {() => void} event */
  #tell(event) {
    if (!this.#disposed) {
      event();
    }
  }

  /** @param {string} what @param {(connection: RTCPeerConnection) => Promise<void>} operation */
  #run(what, operation) {
    this.#done = this.#done
      .then(() => (this.#disposed ? undefined : operation(this.#connection)))
      .catch((failure) => this.#tell(() => this.#events.onFailure(`${what}: ${failure.message}`)));
  }
}

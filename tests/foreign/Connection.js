import { networkInterfaces } from 'node:os';
import { RTCPeerConnection } from 'werift';

/** One peer connection of the other stack: descriptions, candidates, and its end. Contacts nobody but the peer. */
export class Connection {
  /** Whether it has had a description of the other side. */
  described = false;
  remoteUfrag = '';
  #pc;
  #channel;
  #closed = false;
  #held = [];
  #found = [];
  #ufrag = '';
  #onCandidate;

  /**
   * @param {{maxMessageSize?: number}} options
   * @param {{open: (raw: any) => void, message: (text: string) => void, closed: () => void, state: (state: string) => void,
   *   candidate: (candidate: any) => void}} events
   */
  constructor({ maxMessageSize }, events) {
    const pc = new RTCPeerConnection({
      iceServers: [],
      iceUseIpv6: false,
      iceAdditionalHostAddresses: ['127.0.0.1'],
      ...(maxMessageSize && { maxMessageSize }),
    });
    this.#pc = pc;
    this.#onCandidate = events.candidate;
    const channel = pc.createDataChannel('plait.v1', { negotiated: true, id: 0, ordered: true });
    this.#channel = channel;
    const ifMine = (action) => (argument) => this.#closed || action(argument);
    channel.onopen = ifMine(() => events.open(channel));
    channel.onmessage = ifMine(({ data }) => events.message(String(data)));
    channel.onclose = ifMine(() => events.closed());
    pc.connectionStateChange.subscribe(ifMine((state) => events.state(state)));
    pc.onicecandidate = ifMine(({ candidate }) => candidate?.candidate && this.#found.push(candidate));
    if (channel.readyState === 'open') {
      events.open(channel);
    }
  }

  get stable() {
    return this.#pc.signalingState === 'stable';
  }

  /** An offer of its own; with new ICE credentials when it is to restart. Its candidates are told after it. */
  async offer(restart, send) {
    this.#found = [];
    const made = await this.#pc.createOffer({ iceRestart: restart });
    return this.#describe(made, send);
  }

  async answer(sdp, send) {
    await this.#setRemote('offer', sdp);
    this.#found = [];
    await this.#describe(await this.#pc.createAnswer(), send);
  }

  async takeAnswer(sdp) {
    await this.#setRemote('answer', sdp);
  }

  /** Tells what was found for the newest own description, again. */
  tellCandidates() {
    for (const { candidate, sdpMid, sdpMLineIndex } of this.#found) {
      this.#onCandidate({ mid: sdpMid ?? '', index: sdpMLineIndex ?? 0, candidate, ufrag: this.#ufrag });
    }
  }

  /** A candidate waits for the description that it belongs to (SIG-4). */
  async addCandidate(message) {
    if (!this.described || (message.ufrag && message.ufrag !== this.remoteUfrag)) {
      this.#held = [...this.#held.slice(-63), message];
    } else {
      for (const candidate of readable(message.candidate)) {
        await this.#pc.addIceCandidate({
          candidate,
          sdpMid: message.mid,
          sdpMLineIndex: message.index,
          usernameFragment: message.ufrag,
        });
      }
    }
  }

  /** Lets nothing through any more, in either direction, and tells nobody. */
  silence() {
    for (const { connection } of this.#pc.iceTransports) {
      for (const { transport } of connection.protocols) {
        transport.send = async () => {};
        transport.onData = () => {};
      }
    }
  }

  /** Closes the channel; the connection stays until `close`. */
  closeChannel() {
    this.#channel.close();
  }

  close() {
    this.#closed = true;
    this.#channel.close();
    return this.#pc.close();
  }

  async #describe(description, send) {
    await this.#pc.setLocalDescription(description);
    const sdp = this.#pc.localDescription.sdp;
    if (sdp.match(/^a=fingerprint:/gm)?.length !== 1) {
      throw new Error('not exactly one fingerprint (SIG-6)');
    }
    send(sdp);
    this.#ufrag = ufragOf(sdp);
    this.tellCandidates();
  }

  async #setRemote(type, sdp) {
    if (sdp.match(/^a=fingerprint:/gm)?.length !== 1) {
      throw new Error('not exactly one fingerprint (SIG-6)');
    }
    await this.#pc.setRemoteDescription({ type, sdp });
    this.described = true;
    this.remoteUfrag = ufragOf(sdp);
    const held = this.#held.filter(({ ufrag }) => !ufrag || ufrag === this.remoteUfrag);
    this.#held = [];
    for (const candidate of held) {
      await this.addCandidate(candidate);
    }
  }
}

/** A browser hides its addresses behind names of mDNS; the browsers of tests are on this machine. */
function readable(candidate) {
  const name = /[-0-9a-f]+\.local(?= )/.exec(candidate)?.[0];
  const own = Object.values(networkInterfaces()).flat();
  return name === undefined
    ? [candidate].filter(Boolean)
    : own.filter(({ family }) => family === 'IPv4').map(({ address }) => candidate.replace(name, address));
}

export function ufragOf(sdp) {
  return /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1] ?? '';
}

/** How large a message may be that the side of this description takes (TRN-2). */
export function messageLimitOf(sdp) {
  const said = /^a=max-message-size:(\d+)/m.exec(sdp)?.[1];
  const limit = Number(said ?? 65_536);
  return limit === 0 ? 65_536 : Math.min(limit, 65_536);
}

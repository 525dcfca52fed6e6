import { SimViolation } from './SimViolation.js';

/** @typedef {import('../../lib/core/DeviceCore.js').DeviceCore} DeviceCore */
/** @typedef {import('../../lib/wire/types.js').PeerFrame} PeerFrame */

/**
 * Looks over one device's shoulder: whom it still talks to over channels once it knows who is out, itself included
 * (SES-13). What it knows is what it was told, not what it made of it.
 */
export class SimOuts {
  /** Whether the device has been told that it is out itself. */
  selfOut = false;
  #fromOut = false;
  #account;

  /** @param {string} account */
  constructor(account) {
    this.#account = account;
  }

  /** A turn begins, in which the device takes something from that channel. @param {DeviceCore | null} core @param {string} peer */
  takes(core, peer) {
    this.#fromOut = this.selfOut || (core !== null && this.#isOut(core, peer));
  }

  /** That turn is over. */
  taken() {
    this.#fromOut = false;
  }

  /** Whether that may be said to who is out: that the channel ends, and what came before is acked. @param {PeerFrame} frame */
  isLast(frame) {
    return ends(frame) || this.#acksBefore(frame);
  }

  /** @param {PeerFrame} frame */
  #acksBefore({ type }) {
    return type === 'ack' && !this.#fromOut;
  }

  /** Who is out itself does not even say that a channel ends. @param {DeviceCore | null} core @param {string} peer @param {PeerFrame} frame */
  says(core, peer, frame) {
    const last = this.selfOut ? this.#acksBefore(frame) : this.isLast(frame);
    if (!last && (this.selfOut || (core !== null && this.#isOut(core, peer)))) {
      throw new SimViolation('SES-13 said', `${frame.type} to ${peer}`);
    }
  }

  /** @param {readonly import('../../lib/core/DiskWrite.js').DiskWrite[]} writes */
  writes(writes) {
    if (this.#fromOut && writes.some(({ write }) => write === 'received' || write === 'strays')) {
      throw new SimViolation('SES-13 handed over', 'what came over the channel of who is out');
    }
  }

  /**
   * One conversation that names it as signed out is enough; one that names it at all is needed.
   *
   * @param {DeviceCore} core @param {string} peer
   */
  #isOut(core, peer) {
    const rosters = core.conversations();
    const isSignedOut = rosters.some(({ members }) => members.some(({ signedOut = [] }) => signedOut.includes(peer)));
    const isNamed = rosters
      .filter(({ members }) => members.some(({ account, accepted }) => account === this.#account && accepted))
      .some(({ members }) => members.some(({ accepted, devices }) => accepted && devices.includes(peer)));
    return isSignedOut || !isNamed;
  }
}

/** Whether that ends a channel. @param {PeerFrame} frame */
function ends({ type }) {
  return type === 'fin' || type === 'fin-ack';
}

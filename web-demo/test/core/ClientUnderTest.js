import assert from 'node:assert/strict';
import { FrameCodec } from '../../lib/codec/FrameCodec.js';
import { coreSettings } from '../../lib/core/CoreSettings.js';
import { DeviceCore } from '../../lib/core/DeviceCore.js';
import { emptyState } from '../../lib/core/DeviceState.js';
import { fromBase64 } from '../../lib/wire/Bytes.js';

/** @typedef {import('../vectors.js').Plain} Plain */

/** A device whose disk is durable at once, as the vectors of frames drive it. */
export class ClientUnderTest {
  #core;
  /** What it has said. @type {Map<number, import('../../lib/wire/types.js').Entry>} */
  #said = new Map();

  /** @param {Plain} vector */
  constructor({ account, device, epoch, steps }) {
    this.#core = new DeviceCore(emptyState(account, device, epoch), coreSettings(8), steps[0].atMs);
  }

  /** @param {Plain} step @returns {Plain[]} the frames that it then sends to the server */
  take({ atMs, receive, say, lost }) {
    const core = this.#core;
    if (receive !== undefined) {
      const decoded = FrameCodec.decode(JSON.stringify(receive), 'server');
      assert.ok(decoded.ok, JSON.stringify(receive));
      const { frame } = decoded;
      if (frame.type === 'welcome') core.handleLinkUp(frame, atMs);
      else core.handleServerFrame(frame, atMs);
    } else if (say !== undefined) {
      this.#say(say, atMs);
    } else if (lost === true) {
      core.handleLinkDown(atMs);
    } else if (core.deadlineMs() <= atMs) {
      core.handleTimeout(atMs);
    }
    return this.#sent(atMs);
  }

  /** @param {Plain} said @param {number} atMs */
  #say({ conv, id, hlc, body }, atMs) {
    const bytes = fromBase64(body);
    assert.ok(bytes);
    const result = this.#core.handleSend(conv, id, bytes, atMs);
    assert.ok(result.result === 'taken');
    this.#said.set(result.seq, { seq: result.seq, id, hlc: BigInt(hlc), body: bytes });
  }

  /** @param {number} atMs */
  #sent(atMs) {
    const core = this.#core;
    /** @type {Plain[]} */
    const sent = [];
    for (let effect = core.poll(); effect !== null; effect = core.poll()) {
      if (effect.effect === 'to-server') sent.push(JSON.parse(FrameCodec.encode(effect.frame)));
      if (effect.effect === 'persist' && effect.ticket !== 0) core.handleDurable(effect.ticket, new Map(), atMs);
      if (effect.effect === 'read-own') core.handleTranscript(effect.stream, this.#kept(effect.seqs), atMs);
    }
    return sent;
  }

  /** @param {import('../../lib/wire/types.js').Range[]} seqs */
  #kept(seqs) {
    return [...this.#said.values()].filter(({ seq }) => seqs.some(([from, through]) => from <= seq && seq <= through));
  }
}

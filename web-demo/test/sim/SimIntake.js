/** @typedef {import('../../lib/wire/StreamId.js').StreamId} StreamId */
/** @typedef {import('../../lib/wire/types.js').Roster} Roster */

/** Looks over a post before anything of it is taken (DLV-14, SES-2). */
export class SimIntake {
  #world;
  #answers;
  #custody;

  /**
   * @param {import('./SimWorld.js').SimWorld} world
   * @param {import('./SimAnswers.js').SimAnswers} answers
   * @param {import('./SimCustody.js').SimCustody} custody
   */
  constructor(world, answers, custody) {
    this.#world = world;
    this.#answers = answers;
    this.#custody = custody;
  }

  /**
   * @param {import('./SimSession.js').SimSession} session
   * @param {import('../../lib/wire/types.js').Post} post
   * @param {Roster | undefined} roster of its conversation
   */
  post(session, post, roster) {
    const { conv, epoch, ref, entries } = post;
    const stream = { conv, device: session.device, epoch };
    const all = entries.map(({ seq }) => seq);
    const refusal = { ref, stream, target: undefined, seqs: all, retryAfterMs: 0 };
    if (roster === undefined || !isIn(roster, session.device)) {
      this.#answers.refuse(session, { ...refusal, code: 'not-a-member' });
      return;
    }
    if (post.rosterVersion !== roster.version) {
      session.send(roster);
      this.#answers.refuse(session, { ...refusal, code: 'roster-changed' });
      return;
    }
    const boxes = roster.members.flatMap(({ accepted, devices }) => (accepted ? [] : devices));
    const over = [];
    const rows = [];
    for (const { seq, id, hlc, body, to } of entries) {
      const targets = to.map(({ target }) => target);
      if (!session.window.take(stream, seq, targets, body.length)) {
        over.push(seq);
        continue;
      }
      for (const { target, after, part } of to) {
        if (target === session.device || !isIn(roster, target)) {
          this.#answers.refuse(session, { ...refusal, code: 'not-a-member', target, seqs: [seq] });
        } else {
          const entry = { seq, id, hlc, body, after, part };
          const request = boxes.includes(target);
          rows.push({ stream, target, entry, request, session: session.number, acceptedAtMs: this.#world.nowMs() });
        }
      }
    }
    if (over.length > 0) {
      this.#answers.refuse(session, { ...refusal, code: 'window-exceeded', seqs: over });
    }
    this.#custody.take(rows);
  }
}

/** Whether a device is in a conversation. @param {Roster | undefined} roster @param {string} device */
export function isIn(roster, device) {
  return roster !== undefined && roster.members.some(({ devices }) => devices.includes(device));
}

/** @param {StreamId} a @param {StreamId} b */
export function isSameStream(a, b) {
  return a.conv === b.conv && a.device === b.device && a.epoch === b.epoch;
}

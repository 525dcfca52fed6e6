import { check } from '../wire/check.js';
import { EntryWriters } from './EntryWriters.js';

/** @typedef {import('./Out.js').Out} Out */
/** @typedef {import('../wire/types.js').Frame} Frame */

/**
 * Who writes which frame.
 *
 * @type {{ [T in Frame['type']]: (frame: Extract<Frame, { type: T }>, out: Out) => void }}
 */
const WRITERS = {
  hello,
  welcome,
  token: (frame, out) => {
    out.type('token');
    out.string('token', frame.token);
  },
  'token-accepted': (frame, out) => {
    out.type('token-accepted');
    out.number('expiresAtMs', frame.expiresAtMs);
  },
  live: (_, out) => out.type('live'),
  bye,
  roster,
  gone: (frame, out) => {
    out.type('gone');
    out.uuid('conv', frame.conv);
    out.number('version', frame.version);
  },
  renamed: (frame, out) => {
    out.type('renamed');
    out.uuid('account', frame.account);
    out.number('version', frame.version);
    out.stringUnlessEmpty('displayName', frame.displayName);
  },
  changes: (frame, out) => {
    out.type('changes');
    out.numberUnlessZero('through', frame.through);
    out.flag('all', frame.all);
  },
  post: EntryWriters.post,
  cancel: EntryWriters.cancel,
  entries: EntryWriters.entries,
  ack: EntryWriters.ack,
  have: EntryWriters.have,
  receipt: EntryWriters.receipt,
  told: (frame, out) => {
    out.type('told');
    out.numberUnlessZero('ref', frame.ref);
    EntryWriters.stream(frame, out);
  },
  refused: EntryWriters.refused,
  signal,
  presence,
  typing,
  ping: (frame, out) => {
    out.type('ping');
    out.number('n', frame.n);
  },
  pong: (frame, out) => {
    out.type('pong');
    out.number('n', frame.n);
    out.number('timeMs', frame.timeMs);
  },
  fin: (_, out) => out.type('fin'),
  'fin-ack': (_, out) => out.type('fin-ack'),
};

/** Writes every frame; those with entries and positions through `EntryWriters`. */
export class FrameWriters {
  /**
   * @param {Frame} frame
   * @param {Out} out
   */
  static write(frame, out) {
    check(Object.hasOwn(WRITERS, frame.type), 'no such type of frame');
    const writer = /** @type {(frame: Frame, out: Out) => void} */ (WRITERS[frame.type]);
    writer(frame, out);
  }
}

/**
 * @param {import('../wire/types.js').Hello} frame
 * @param {Out} out
 */
function hello(frame, out) {
  out.type('hello');
  out.number('version', frame.version);
  out.uuid('device', frame.device);
  out.string('token', frame.token);
  out.unsigneds('incarnations', frame.incarnations);
  out.numberUnlessZero('changes', frame.changes);
  out.numberUnlessZero('latest', frame.latest);
  out.stringUnlessEmpty('software', frame.software);
}

/**
 * @param {import('../wire/types.js').Welcome} frame
 * @param {Out} out
 */
function welcome(frame, out) {
  out.type('welcome');
  out.uuid('session', frame.session);
  out.uuid('account', frame.account);
  out.number('serverTimeMs', frame.serverTimeMs);
  out.number('tokenExpiresAtMs', frame.tokenExpiresAtMs);
  out.number('pingIntervalMs', frame.pingIntervalMs);
  out.number('windowEntries', frame.windowEntries);
  out.number('windowBytes', frame.windowBytes);
  out.unsignedUnlessZero('lastIncarnation', frame.lastIncarnation);
}

/**
 * @param {import('../wire/types.js').Signal} frame
 * @param {Out} out
 */
function signal(frame, out) {
  out.type('signal');
  out.uuid('conv', frame.conv);
  out.uuid('device', frame.device);
  out.string('payload', frame.payload);
}

/**
 * @param {import('../wire/types.js').Presence} frame
 * @param {Out} out
 */
function presence(frame, out) {
  out.type('presence');
  out.uuidUnlessAbsent('account', frame.account);
  out.string('state', frame.state);
  out.numberUnlessZero('lastSeenMs', frame.lastSeenMs);
}

/**
 * @param {import('../wire/types.js').Typing} frame
 * @param {Out} out
 */
function typing(frame, out) {
  out.type('typing');
  out.uuid('conv', frame.conv);
  out.uuidUnlessAbsent('device', frame.device);
  out.flag('active', frame.active);
}

/**
 * @param {import('../wire/types.js').Roster} frame
 * @param {Out} out
 */
function roster(frame, out) {
  out.type('roster');
  out.uuid('conv', frame.conv);
  out.number('version', frame.version);
  out.string('kind', frame.kind);
  out.stringUnlessEmpty('title', frame.title);
  out.list('members', frame.members, member);
}

/**
 * @param {import('../wire/types.js').Member} member
 * @param {Out} out
 */
function member(member, out) {
  out.uuid('account', member.account);
  out.string('handle', member.handle);
  out.stringUnlessEmpty('displayName', member.displayName);
  out.numberUnlessZero('nameVersion', member.nameVersion ?? 0);
  out.flag('owner', member.owner);
  out.flag('accepted', member.accepted);
  out.uuids('devices', member.devices);
  out.uuids('signedOut', member.signedOut ?? []);
}

/**
 * @param {import('../wire/types.js').Bye} frame
 * @param {Out} out
 */
function bye(frame, out) {
  out.type('bye');
  out.number('code', frame.code);
  out.stringUnlessEmpty('message', frame.message);
  out.numberUnlessZero('retryAfterMs', frame.retryAfterMs);
}

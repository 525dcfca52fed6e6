import { CloseCode, isCloseCode } from '../wire/CloseCode.js';
import { Limits } from '../wire/Limits.js';
import { VERSION } from '../wire/version.js';
import { BadJson } from './BadJson.js';

/** @typedef {import('./Fields.js').Fields} Fields */

const INT_MAX = 2 ** 31 - 1;

/** Reads the frames that keep a session: hello, welcome, token, bye, ping and their answers. */
export class SessionReaders {
  /**
   * @param {Fields} fields
   * @returns {import('../wire/types.js').Hello}
   */
  static hello(fields) {
    // Before anything else: another version may have other fields.
    if (fields.integer('version', 0, INT_MAX) !== VERSION) {
      throw new BadJson(CloseCode.BAD_VERSION, `hello.version: only ${VERSION} is spoken here`);
    }
    return {
      type: 'hello',
      version: VERSION,
      device: fields.uuid('device'),
      token: fields.string('token', Limits.TOKEN_CHARS),
      incarnations: fields.unsigneds('incarnations', Limits.INCARNATIONS),
      changes: fields.naturalOrZero('changes'),
      latest: fields.naturalOrZero('latest'),
      software: fields.stringOrEmpty('software', Limits.TEXT_CHARS),
    };
  }

  /**
   * @param {Fields} fields
   * @returns {import('../wire/types.js').Welcome}
   */
  static welcome(fields) {
    return {
      type: 'welcome',
      session: fields.uuid('session'),
      account: fields.uuid('account'),
      serverTimeMs: fields.natural('serverTimeMs'),
      tokenExpiresAtMs: fields.natural('tokenExpiresAtMs'),
      pingIntervalMs: fields.integer('pingIntervalMs', 1, INT_MAX),
      windowEntries: fields.integer('windowEntries', 1, INT_MAX),
      windowBytes: fields.integer('windowBytes', 1, INT_MAX),
      lastIncarnation: fields.unsignedOrZero('lastIncarnation'),
    };
  }

  /**
   * @param {Fields} fields
   * @returns {import('../wire/types.js').Changes}
   */
  static changes(fields) {
    return { type: 'changes', through: fields.naturalOrZero('through'), all: fields.flag('all') };
  }

  /**
   * @param {Fields} fields
   * @returns {import('../wire/types.js').Token}
   */
  static token(fields) {
    return { type: 'token', token: fields.string('token', Limits.TOKEN_CHARS) };
  }

  /**
   * @param {Fields} fields
   * @returns {import('../wire/types.js').TokenAccepted}
   */
  static tokenAccepted(fields) {
    return { type: 'token-accepted', expiresAtMs: fields.natural('expiresAtMs') };
  }

  /**
   * @param {Fields} fields
   * @returns {import('../wire/types.js').Bye}
   */
  static bye(fields) {
    const code = fields.integer('code', 0, INT_MAX);
    if (!isCloseCode(code)) {
      throw fields.bad('code', 'is not a close code');
    }
    return {
      type: 'bye',
      code,
      message: fields.stringOrEmpty('message', Limits.TEXT_CHARS),
      retryAfterMs: fields.naturalOrZero('retryAfterMs'),
    };
  }

  /**
   * @param {Fields} fields
   * @returns {import('../wire/types.js').Ping}
   */
  static ping(fields) {
    return { type: 'ping', n: fields.natural('n') };
  }

  /**
   * @param {Fields} fields
   * @returns {import('../wire/types.js').Pong}
   */
  static pong(fields) {
    return { type: 'pong', n: fields.natural('n'), timeMs: fields.natural('timeMs') };
  }
}

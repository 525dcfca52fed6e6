import { Limits } from '../wire/Limits.js';

/** @typedef {import('./Fields.js').Fields} Fields */
/** @typedef {import('../wire/types.js').Member} Member */
/** @typedef {import('../wire/types.js').PresenceState} PresenceState */

/** Reads the frames about who is there: roster, gone, presence, typing, signal. */
export class PeopleReaders {
  /**
   * @param {Fields} fields
   * @returns {import('../wire/types.js').Signal}
   */
  static signal(fields) {
    return {
      type: 'signal',
      conv: fields.uuid('conv'),
      device: fields.uuid('device'),
      payload: fields.string('payload', Limits.SIGNAL_CHARS),
    };
  }

  /**
   * @param {Fields} fields
   * @returns {import('../wire/types.js').Presence}
   */
  static presence(fields) {
    return {
      type: 'presence',
      account: fields.uuid('account'),
      state: state(fields),
      lastSeenMs: fields.naturalOrZero('lastSeenMs'),
    };
  }

  /**
   * Whose it is and when it was, the server knows better.
   *
   * @param {Fields} fields
   * @returns {import('../wire/types.js').Presence}
   */
  static presenceOfSelf(fields) {
    return { type: 'presence', account: undefined, state: state(fields), lastSeenMs: 0 };
  }

  /**
   * @param {Fields} fields
   * @returns {import('../wire/types.js').Typing}
   */
  static typing(fields) {
    return { type: 'typing', conv: fields.uuid('conv'), device: fields.uuid('device'), active: fields.flag('active') };
  }

  /**
   * Which device types, the server knows by the session.
   *
   * @param {Fields} fields
   * @returns {import('../wire/types.js').Typing}
   */
  static typingOfSelf(fields) {
    return { type: 'typing', conv: fields.uuid('conv'), device: undefined, active: fields.flag('active') };
  }

  /**
   * @param {Fields} fields
   * @returns {import('../wire/types.js').Renamed}
   */
  static renamed(fields) {
    return {
      type: 'renamed',
      account: fields.uuid('account'),
      version: fields.natural('version'),
      displayName: fields.stringOrEmpty('displayName', Limits.TEXT_CHARS),
    };
  }

  /**
   * @param {Fields} fields
   * @returns {import('../wire/types.js').Gone}
   */
  static gone(fields) {
    return { type: 'gone', conv: fields.uuid('conv'), version: fields.natural('version') };
  }

  /**
   * @param {Fields} fields
   * @returns {import('../wire/types.js').Roster}
   */
  static roster(fields) {
    const kind = fields.string('kind', Limits.TEXT_CHARS);
    if (kind !== 'direct' && kind !== 'group') {
      throw fields.bad('kind', 'must be direct or group');
    }
    const members = fields.list('members', 0, Limits.TARGETS, member);
    fields.distinct(
      'members',
      members.map((one) => one.account),
    );
    fields.distinct(
      'members',
      members.flatMap((one) => one.devices),
    );
    return {
      type: 'roster',
      conv: fields.uuid('conv'),
      version: fields.natural('version'),
      kind,
      title: fields.stringOrEmpty('title', Limits.TEXT_CHARS),
      members,
    };
  }
}

/**
 * @param {Fields} fields
 * @returns {Member}
 */
function member(fields) {
  const devices = fields.uuids('devices', Limits.TARGETS);
  const signedOut = fields.uuids('signedOut', Limits.TARGETS);
  if (!signedOut.every((device) => devices.includes(device))) {
    throw fields.bad('signedOut', 'names what is not among devices');
  }
  return {
    account: fields.uuid('account'),
    handle: fields.string('handle', Limits.TEXT_CHARS),
    displayName: fields.stringOrEmpty('displayName', Limits.TEXT_CHARS),
    nameVersion: fields.naturalOrZero('nameVersion'),
    owner: fields.flag('owner'),
    accepted: fields.flag('accepted'),
    devices,
    signedOut,
  };
}

/**
 * @param {Fields} fields
 * @returns {PresenceState}
 */
function state(fields) {
  const word = fields.string('state', Limits.TEXT_CHARS);
  if (word !== 'online' && word !== 'away' && word !== 'offline') {
    throw fields.bad('state', 'must be online, away or offline');
  }
  return word;
}

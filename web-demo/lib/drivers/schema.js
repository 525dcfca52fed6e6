import { openDB } from '../vendor/idb/index.js';

/** Grows with each change of the stores below; a newer database than this is refused, never changed. */
const VERSION = 2;

/**
 * What one device keeps, a database for each. `hlc` is kept as 20 digits, so that text sorts as the number does.
 *
 * @typedef {object} TranscriptRow
 * @property {string} conv
 * @property {string} device
 * @property {string} epoch
 * @property {number} seq
 * @property {string} id
 * @property {string} hlc 20 digits
 * @property {Uint8Array} body
 * @property {'self' | 'direct' | 'relay' | 'store'} by
 *
 * @typedef {object} OpenTargetRow one target that has not acked an own entry
 * @property {string} conv
 * @property {string} device the target
 * @property {number} seq
 * @property {number} after
 * @property {Uint8Array} [part]
 * @property {boolean} stored whether the server has custody
 * @property {boolean} [unsent] whether the entry was never on a path
 *
 * @typedef {object} TargetRow what is known of a target of own entries; kept when it is gone, for what it had
 * @property {string} conv
 * @property {string} device
 * @property {number} first the first entry addressed to it since it became one
 * @property {number} addressed the last one
 * @property {number} delivered its cursor as last heard
 * @property {number} read
 * @property {boolean} gone whether it is no target any more
 * @property {TargetSpan[]} [earlier] from when it was one before, oldest first
 * @property {bigint} [mark] that of `delivered` (DLV-20); absent for unknown
 *
 * @typedef {object} TargetSpan a time as a target that is over
 * @property {number} first
 * @property {number} addressed
 * @property {number} delivered
 * @property {number} read
 * @property {string} [epoch] of the entries, when it is not the present one
 * @property {Record<number, string>} [refused] what was refused in that epoch, by seq, and why
 * @typedef {{conv: string, device: string, epoch: string, seq: number, mark?: bigint, read: number}} CursorRow
 * @typedef {{conv: string, device: string, seq: number, code: string}} RefusedRow
 * @typedef {{conv: string, roster: import('../wire/types.js').Roster, gone: boolean}} RosterRow
 * @typedef {{account: string, device: string, handle: string, server: string, epoch: string}} Identity
 *
 * @typedef {object} Schema
 * @property {{key: string, value: any}} meta
 * @property {{key: string, value: RosterRow}} roster
 * @property {{key: [string, string, string, number], value: TranscriptRow, indexes: {order: [string, string, string, number],
 *   id: string}}} transcript
 * @property {{key: [string, string, string], value: CursorRow}} cursor
 * @property {{key: string, value: {conv: string, next: number}}} stream
 * @property {{key: [string, string, number], value: OpenTargetRow}} open
 * @property {{key: [string, string, number], value: RefusedRow}} refused
 * @property {{key: [string, string], value: TargetRow}} target
 *
 * @typedef {import('../vendor/idb/index.js').IDBPDatabase<Schema>} Database
 */

/** Every store. @type {('meta' | 'roster' | 'transcript' | 'cursor' | 'stream' | 'open' | 'refused' | 'target')[]} */
export const STORES = ['meta', 'roster', 'transcript', 'cursor', 'stream', 'open', 'refused', 'target'];

/** @param {string} device */
export const databaseName = (device) => 'plait-' + device;

/** @param {bigint} hlc */
export const hlcKey = (hlc) => hlc.toString().padStart(20, '0');

/**
 * Why a database can no longer be used: its device was removed from this browser, or signed out of it; a newer page needs
 * it changed; or the browser has closed it.
 *
 * @typedef {'removed' | 'signed-out' | 'superseded' | 'terminated'} Loss
 */

/**
 * Opens a device's database, making it when there is none.
 *
 * @param {string} device
 * @param {(why: Loss) => void} lost called when it is to be closed at once, or is closed
 * @returns {Promise<Database>}
 */
export function openDatabase(device, lost) {
  return openDB(databaseName(device), VERSION, {
    upgrade(database, before) {
      if (before > 0) {
        return; // version 1 had the same stores, and knew no marks
      }
      database.createObjectStore('meta');
      database.createObjectStore('roster', { keyPath: 'conv' });
      const transcript = database.createObjectStore('transcript', { keyPath: ['conv', 'device', 'epoch', 'seq'] });
      transcript.createIndex('order', ['conv', 'hlc', 'device', 'seq']);
      transcript.createIndex('id', 'id');
      database.createObjectStore('cursor', { keyPath: ['conv', 'device', 'epoch'] });
      database.createObjectStore('stream', { keyPath: 'conv' });
      database.createObjectStore('open', { keyPath: ['conv', 'device', 'seq'] });
      database.createObjectStore('refused', { keyPath: ['conv', 'device', 'seq'] });
      database.createObjectStore('target', { keyPath: ['conv', 'device'] });
    },
    blocking: (_, wanted) => lost(wanted === null ? 'removed' : 'superseded'),
    terminated: () => lost('terminated'),
  });
}

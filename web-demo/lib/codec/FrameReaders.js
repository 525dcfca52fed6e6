import { EntryReaders } from './EntryReaders.js';
import { PeopleReaders } from './PeopleReaders.js';
import { PositionReaders } from './PositionReaders.js';
import { SessionReaders } from './SessionReaders.js';

/** @typedef {import('../wire/types.js').Frame} Frame */
/** @typedef {import('./Direction.js').Direction} Direction */
/** @typedef {(fields: import('./Fields.js').Fields) => Frame} Reader reads one type of frame */

/** @type {Record<Direction, ReadonlyMap<string, Reader>>} */
const READERS = {
  client: new Map(
    /** @type {[string, Reader][]} */ ([
      ['hello', SessionReaders.hello],
      ['post', EntryReaders.post],
      ['cancel', EntryReaders.cancel],
      ['ack', PositionReaders.ack],
      ['have', PositionReaders.have],
      ['signal', PeopleReaders.signal],
      ['presence', PeopleReaders.presenceOfSelf],
      ['typing', PeopleReaders.typingOfSelf],
      ['token', SessionReaders.token],
      ['ping', SessionReaders.ping],
      ['pong', SessionReaders.pong],
    ]),
  ),
  server: new Map(
    /** @type {[string, Reader][]} */ ([
      ['welcome', SessionReaders.welcome],
      ['roster', PeopleReaders.roster],
      ['gone', PeopleReaders.gone],
      ['changes', SessionReaders.changes],
      ['renamed', PeopleReaders.renamed],
      ['entries', EntryReaders.entries],
      ['receipt', PositionReaders.receipt],
      ['told', PositionReaders.told],
      ['refused', PositionReaders.refused],
      ['live', () => ({ type: 'live' })],
      ['signal', PeopleReaders.signal],
      ['presence', PeopleReaders.presence],
      ['typing', PeopleReaders.typing],
      ['token-accepted', SessionReaders.tokenAccepted],
      ['bye', SessionReaders.bye],
      ['ping', SessionReaders.ping],
      ['pong', SessionReaders.pong],
    ]),
  ),
  peer: new Map(
    /** @type {[string, Reader][]} */ ([
      ['entries', EntryReaders.entries],
      ['ack', PositionReaders.ack],
      ['have', PositionReaders.have],
      ['ping', SessionReaders.ping],
      ['pong', SessionReaders.pong],
      ['fin', () => ({ type: 'fin' })],
      ['fin-ack', () => ({ type: 'fin-ack' })],
    ]),
  ),
};

/** Which frames exist in which direction, and who reads them. */
export class FrameReaders {
  /**
   * @param {string} type
   * @param {Direction} direction
   * @returns {Reader | undefined}
   */
  static find(type, direction) {
    return READERS[direction].get(type);
  }
}

import { DeviceData } from '../../lib/drivers/DeviceData.js';
import { account, device } from '../core/people.js';
import { FakeDatabase } from './FakeDatabase.js';

/** The epoch in which {@link leadNewDevice} begins. */
export const FIRST_EPOCH = '7';

/** Tries a refused group again at once. */
const AT_ONCE = /** @type {any} */ ({ after: (/** @type {number} */ _, /** @type {() => void} */ then) => then() });

/** Nobody waits for anything. @type {import('../../lib/drivers/GroupCommit.js').GroupCommitListener} */
const DEAF = { handleDurable: () => {}, handleTrouble: () => {}, handleTakenOver: () => {} };

/**
 * Makes the device of account 1 on a database in memory, and leads.
 *
 * @template {DeviceData} [D=DeviceData]
 * @param {object} [parts]
 * @param {FakeDatabase} [parts.database]
 * @param {new (database: any) => D} [parts.kind]
 * @param {import('../../lib/drivers/Timers.js').Timers} [parts.timers]
 * @param {Partial<import('../../lib/drivers/GroupCommit.js').GroupCommitListener>} [parts.listener]
 * @param {import('../../lib/wire/types.js').Roster[]} [parts.rosters] what the server has told
 * @returns {Promise<D>}
 */
export async function leadNewDevice({
  database = new FakeDatabase(),
  kind,
  timers = AT_ONCE,
  listener,
  rosters = [],
} = {}) {
  const Data = kind ?? /** @type {new (database: any) => any} */ (DeviceData);
  const data = new Data(database.asDatabase());
  const identity = { account: account(1), device: device(1), handle: 'ada', server: 'http://node', epoch: FIRST_EPOCH };
  await data.create(identity);
  await data.lead('a tab', timers, { ...DEAF, ...listener }, 1);
  data.write(
    0,
    rosters.map((roster) => ({ write: 'roster-kept', roster })),
  );
  await data.idle();
  return data;
}

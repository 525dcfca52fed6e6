/**
 * What has been done to have a data channel, for a person to read.
 *
 * @typedef {object} ChannelTries
 * @property {string} rung where recovery stands: the first word of the ladder's description, or `absent` where channels
 *   cannot be had at all
 * @property {string} reason why it stands there
 * @property {number} failures how many connections were given up
 * @property {readonly string[]} gathered types of the own candidates of the present connection, or of the last one
 */

/** None is possible here. @param {string} reason @returns {ChannelTries} */
export function absent(reason) {
  return { rung: 'absent', reason, failures: 0, gathered: [] };
}

import { DEFAULT_RECEIVER_LIMITS } from '../delivery/ReceiverLimits.js';
import { DEFAULT_SENDER_LIMITS } from '../delivery/SenderLimits.js';
import { DEFAULT_PATH_LIMITS } from '../path/PathLimits.js';

/**
 * What a device may be told at its start.
 *
 * @typedef {object} CoreSettings
 * @property {number} maxChannels most direct channels at once
 * @property {import('../delivery/SenderLimits.js').SenderLimits} sender limits of each own stream
 * @property {import('../delivery/ReceiverLimits.js').ReceiverLimits} receiver limits of each other stream
 * @property {import('../path/PathLimits.js').PathLimits} path deadlines of a data channel's pings
 */

/** Usual settings with that many channels. @param {number} maxChannels @returns {CoreSettings} */
export function coreSettings(maxChannels) {
  return {
    maxChannels,
    sender: DEFAULT_SENDER_LIMITS,
    receiver: DEFAULT_RECEIVER_LIMITS,
    path: DEFAULT_PATH_LIMITS,
  };
}

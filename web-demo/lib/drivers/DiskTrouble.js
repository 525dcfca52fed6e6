/**
 * What a person should know when the browser refuses a write.
 *
 * @param {Error} failure
 * @returns {string} what happened and what to do
 */
export function diskTrouble(failure) {
  const [what, todo] =
    failure.name === 'QuotaExceededError'
      ? ['the browser has no space left for messages', 'free some space (the disk, or data of other sites)']
      : [`the browser could not write (${failure.message || failure.name})`, 'check the disk'];
  return `${what}; nothing is lost, and it is tried again: ${todo}`;
}

/** @type {Record<import('./schema.js').Loss, string>} */
const LOSSES = {
  'signed-out': 'signed out in another tab',
  removed: 'removed from this browser',
  superseded: 'a newer version of this page is open; reload the page',
  terminated: 'the browser has closed its storage; reload the page',
};

/**
 * What a person should know when this tab can no longer be the device.
 *
 * @param {import('./schema.js').Loss} why
 */
export const lossWords = (why) => LOSSES[why];

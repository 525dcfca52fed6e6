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

/**
 * The box of a member that has not accepted a conversation (CNS-1): what is said to it waits there, a few entries, and
 * nobody learns which devices it has. In rosters and as a target it stands for all of them.
 *
 * @param {string} conversation
 * @param {string} account
 * @returns {string} the id of the box: that of the conversation, XOR that of the account, digit by digit
 */
export function requestBox(conversation, account) {
  const digit = (/** @type {string} */ a, /** @type {number} */ i) =>
    a === '-' ? a : (parseInt(a, 16) ^ parseInt(account[i], 16)).toString(16);
  return [...conversation].map(digit).join('');
}

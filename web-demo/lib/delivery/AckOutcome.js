/**
 * What an ack or a `have` did to a `Sender`: more is delivered than was known; nothing new, or an unknown target; it
 * speaks of what was never sent, and a `peer-violation` follows.
 *
 * @typedef {'advanced' | 'unchanged' | 'violation'} AckOutcome
 */

export {};

/**
 * What an ack or a `have` did to a `Sender`: more is delivered than was known; nothing new, or an unknown target; it is
 * not about what was sent from here, and a `forked` follows.
 *
 * @typedef {'advanced' | 'unchanged' | 'forked'} AckOutcome
 */

export {};

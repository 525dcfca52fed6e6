/**
 * How full a device's queues are; what each may hold at most is in `CoreSettings`.
 *
 * @typedef {object} CoreLoad
 * @property {number} outboxEntries of the fullest own stream: entries that neither targets nor server have
 * @property {number} outboxBytes the same in bytes of bodies
 * @property {number} pendingEntries of the fullest other stream: held, or on their way to the disk
 * @property {number} pendingBytes the same in bytes of bodies
 * @property {number} unansweredEntries posted to the server and not answered
 * @property {number} unansweredBytes the same in bytes of bodies
 */

export {};

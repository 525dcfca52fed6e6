/**
 * Whether a message counts as unread (TRS-10): a text of another account beyond what was read of its stream, and not taken
 * back.
 *
 * @param {import('./Transcript.js').Item<any>} item
 * @param {(stream: { device: string, epoch: string }) => number} readThrough last entry read of a stream, 0 for none
 */
export const isUnread = (item, readThrough) => countsAsMessage(item) && item.entry.seq > readThrough(item.entry);

/** Whether it is a text of somebody else, read or not. @param {import('./Transcript.js').Item<any>} item */
export const countsAsMessage = ({ mine, deleted, unknown }) => !mine && !deleted && !unknown;

import { RangeSet } from './RangeSet.js';
import { TargetItem } from './TargetItem.js';

/** @typedef {import('./TargetQueue.js').TargetQueue} TargetQueue */
/** @typedef {import('./Outbox.js').Outbox} Outbox */

/**
 * Gives what one target lacks to others that stand for it from now on (DLV-26). The server has moved what it kept for it,
 * perhaps not to all of them: each is sent everything again, and what is there already is answered so.
 *
 * @param {TargetQueue} from
 * @param {TargetQueue[]} to
 * @param {Outbox} outbox
 * @returns {import('../wire/types.js').Range[]} what the old target still lacked
 */
export function replace(from, to, outbox) {
  const items = from.items.between(1, Infinity);
  for (const queue of to) {
    queue.firstSeq = Math.min(queue.firstSeq, from.firstSeq);
    from.binding.copyTo(queue.binding);
    items.forEach((item) => add(queue, item, outbox));
    queue.lastSeq = Math.max(queue.lastSeq, from.lastSeq);
  }
  const moved = new RangeSet();
  for (const item of items) {
    moved.add(item.seq);
    from.remove(item);
    outbox.settled(item);
  }
  return moved.toList();
}

/**
 * @param {TargetQueue} queue
 * @param {TargetItem} item
 * @param {Outbox} outbox
 */
function add(queue, item, outbox) {
  if (item.seq > queue.deliveredThrough && !queue.items.has(item.seq)) {
    outbox.addTarget(item.out);
    const status = item.status === 'queued' ? 'queued' : 'sent';
    queue.add(new TargetItem(item.out, item.afterSeq, item.part, status));
  }
}

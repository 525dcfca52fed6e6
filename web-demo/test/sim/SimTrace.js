import { name } from './SimIds.js';

/** @typedef {import('../../lib/wire/StreamId.js').StreamId} StreamId */
/** @typedef {import('../../lib/wire/types.js').Range[]} Ranges */

/** @param {StreamId} stream */
const stream = ({ device, conv }) => `${name(device)}/${name(conv)}`;

/** @param {Ranges} ranges */
const runs = (ranges) => `[${ranges.map(([from, through]) => `${from}-${through}`).join(' ')}]`;

/** @param {import('../../lib/wire/types.js').StreamPosition} at */
const position = (at) => `${stream(at)}@${at.cursor} held ${runs(at.held)}`;

/**
 * A frame in a few words, for whoever reads a trace: streams as `device/conversation`.
 *
 * @param {import('../../lib/wire/types.js').Frame} frame
 * @returns {string}
 */
export function describe(frame) {
  switch (frame.type) {
    case 'entries': {
      const entries = frame.entries.map(({ after, seq }) => `${after}>${seq}`).join(' ');
      return `${frame.stored ? 'stored' : 'entries'} ${stream(frame)} ${entries}`;
    }
    case 'post': {
      const entries = frame.entries.map(
        ({ seq, to }) => `${seq}[${to.map(({ target, after }) => `${name(target)}(${after})`).join(' ')}]`,
      );
      return `post /${name(frame.conv)} v${frame.rosterVersion} ${entries.join(' ')}`;
    }
    case 'ack':
      return `ack ${position(frame)}`;
    case 'have':
      return `have ${frame.in.map(position).join(', ')} asks ${frame.out.map(stream).join(', ')}`;
    case 'receipt':
      return (
        `receipt ${stream(frame)} at ${name(frame.target)}: delivered ${frame.delivered}, ` +
        `held ${runs(frame.held)}, stored ${runs(frame.stored)}`
      );
    case 'refused':
      return `refused ${frame.code} at ${name(frame.target)}: ${runs(frame.seqs)}, retry after ${frame.retryAfterMs}`;
    case 'cancel':
      return `cancel /${name(frame.conv)} at ${name(frame.target)} through ${frame.through}, ref ${frame.ref}`;
    case 'told':
      return `told ${stream(frame)}, ref ${frame.ref}`;
    default:
      return JSON.stringify(frame);
  }
}

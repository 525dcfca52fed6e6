import { ContentCodec } from '../../lib/codec/ContentCodec.js';
import { Transcript } from '../../lib/transcript/Transcript.js';
import { SimViolation } from './SimViolation.js';
import { isWorded } from './SimWords.js';

/**
 * Holds in the end that a message reads the same on every disk that knows the same about it (I6, CNT-4).
 *
 * @param {import('./SimDisk.js').SimDisk[]} disks
 * @param {(message: string) => boolean} without messages that may rightly say one thing here and another there
 */
export function checkReadings(disks, without) {
  /** @type {Map<string, string>} a message and what is known about it, to how it reads */
  const readings = new Map();
  for (const disk of disks) {
    for (const conv of disk.conversations()) {
      for (const { message, known, reading } of read(disk, conv)) {
        const key = `${message} ${known.sort().join(' ')}`;
        const other = readings.get(key) ?? reading;
        readings.set(key, other);
        if (other !== reading && !without(message)) {
          throw new SimViolation('CNT-4 reads otherwise', `${message}: ${reading} and ${other}`);
        }
      }
    }
  }
}

/** @param {import('./SimDisk.js').SimDisk} disk @param {string} conv */
function read(disk, conv) {
  const transcript = new Transcript((device) => device, '');
  /** @type {Map<string, string[]>} */
  const amendments = new Map();
  for (const { device, seq, id, hlc, body } of disk.transcript(conv).filter(isWorded)) {
    const content = ContentCodec.decode(body);
    transcript.add({ device, epoch: '0', seq, id, hlc, content });
    if (content.kind === 'edit' || content.kind === 'delete') {
      amendments.set(content.message, [...(amendments.get(content.message) ?? []), id]);
    }
  }
  return transcript.items().map(({ entry, text, edited, deleted }) => ({
    message: entry.id,
    known: amendments.get(entry.id) ?? [],
    reading: JSON.stringify([text, edited, deleted]),
  }));
}

import { HybridClock } from './clock/HybridClock.js';
import { compareTranscript } from './clock/TranscriptOrder.js';
import { ContentCodec } from './codec/ContentCodec.js';
import { countedDevices } from './core/Rosters.js';
import { NOT_ADDRESSED } from './drivers/EpochWriter.js';
import { leastStatus } from './Outgoing.js';
import { Amendments } from './transcript/Amendments.js';
import { Transcript } from './transcript/Transcript.js';
import { isUnread } from './transcript/Unread.js';

/** @typedef {import('./Outgoing.js').Status} Status */
/** @typedef {import('./drivers/schema.js').TranscriptRow} TranscriptRow */

/** More unread messages than this are not counted. */
const MOST_UNREAD = 100;

/**
 * One entry of a conversation as an application shows it.
 *
 * @typedef {object} TranscriptEntry
 * @property {string} id of the message
 * @property {string} conv
 * @property {string} device who said it
 * @property {string} epoch
 * @property {number} seq
 * @property {bigint} hlc its place in the order of CLK-4
 * @property {number} atMs when it was said, by its sender's clock, ms since 1970
 * @property {import('./content/Content.js').Content} content
 * @property {'self' | 'direct' | 'relay' | 'store'} by how it came
 * @property {Status} [status] of an own entry: the least of the devices that count (DLV-5)
 * @property {Record<string, Status>} [statuses] of an own entry, per target device
 * @property {Record<string, string>} [refusals] targets that will not get it, and why
 */

/** What is on disk of a device's conversations, for any tab to read. */
export class History {
  #data;
  #account;

  /**
   * @param {import('./drivers/DeviceData.js').DeviceData} data
   * @param {string} account the own one
   */
  constructor(data, account) {
    this.#data = data;
    this.#account = account;
  }

  /**
   * The last entries of a conversation, oldest first.
   *
   * @param {string} conv
   * @param {{limit?: number, before?: {hlc: bigint, device: string, seq: number}}} [which]
   * @returns {Promise<TranscriptEntry[]>}
   */
  async entries(conv, { limit = 50, before } = {}) {
    return this.#withStatuses(conv, await this.#data.transcript(conv, limit, before));
  }

  /** @param {string} conv @param {TranscriptRow[]} rows */
  async #withStatuses(conv, rows) {
    const own = rows.filter(({ by }) => by === 'self').map(({ seq }) => seq);
    if (own.length === 0) {
      return rows.map(transcriptEntry);
    }
    const [known, counted] = await Promise.all([this.#data.statuses(conv, Math.min(...own)), this.#counted(conv)]);
    const statuses = new Statuses(known, counted);
    return rows.map((row) => (row.by === 'self' ? statuses.of(row) : transcriptEntry(row)));
  }

  /**
   * The own entry of that message id, if there is one, with the devices that count today.
   *
   * @param {string} id
   * @returns {Promise<{entry: TranscriptEntry, counted: Record<string, string>} | undefined>}
   */
  async own(id) {
    const row = await this.#data.findOwn(id);
    if (row === undefined) {
      return undefined;
    }
    const [[entry], counted] = await Promise.all([this.#withStatuses(row.conv, [row]), this.#counted(row.conv)]);
    return { entry, counted };
  }

  /**
   * Each conversation's last message as it reads now, and how many of other people's were not read. Deleted ones do not
   * count.
   *
   * @param {string} [conv] only this one
   * @returns {Promise<{conv: string, last: TranscriptEntry | undefined, unread: number}[]>}
   */
  async summaries(conv) {
    return Promise.all((await this.#rosters(conv)).map((roster) => this.#summary(roster)));
  }

  /** @param {string} [conv] only this one */
  async #rosters(conv) {
    const rosters = await this.#data.rosters();
    return conv === undefined ? rosters : rosters.filter((roster) => roster.conv === conv);
  }

  /**
   * Messages that read so now, whatever the case, newest first: an edit counts, a deleted message is not found.
   *
   * @param {string} text
   * @param {{conv?: string, limit?: number}} [where]
   * @returns {Promise<TranscriptEntry[]>} with the text of the last edit
   */
  async search(text, { conv, limit = 50 } = {}) {
    const wanted = text.toLocaleLowerCase();
    const rosters = await this.#rosters(conv);
    const found = await Promise.all(rosters.map((roster) => this.#searchOne(roster, wanted, limit)));
    return found
      .flat()
      .sort((a, b) => compareTranscript(b, a))
      .slice(0, limit);
  }

  /** @param {import('./wire/types.js').Roster} roster @param {string} wanted in lower case @param {number} limit */
  async #searchOne(roster, wanted, limit) {
    /** @type {TranscriptEntry[]} */
    const found = [];
    const reader = new Reader(roster);
    await this.#data.walk(roster.conv, (row) => {
      const message = reader.read(transcriptEntry(row));
      if (message?.text.toLocaleLowerCase().includes(wanted)) {
        found.push(message.entry);
      }
      return found.length < limit;
    });
    return found;
  }

  /**
   * @param {import('./wire/types.js').Roster} roster
   * @returns {Promise<{conv: string, last: TranscriptEntry | undefined, unread: number}>}
   */
  async #summary(roster) {
    const { conv } = roster;
    const [rows, cursors] = await Promise.all([this.#data.newest(conv), this.#data.cursors(conv)]);
    const readThrough = new Map(cursors.map(({ device, epoch, read }) => [`${device} ${epoch}`, read]));
    const accounts = accountsIn(roster);
    rows.forEach(({ by, device }) => by === 'self' && accounts.set(device, this.#account));
    /** @type {Transcript<TranscriptEntry>} */
    const transcript = new Transcript((device) => accounts.get(device) ?? device, this.#account);
    rows.forEach((row) => transcript.add(transcriptEntry(row)));
    const items = transcript.items();
    const last = items.findLast(({ deleted, unknown }) => !deleted && !unknown);
    const unread = items.filter((item) =>
      isUnread(item, ({ device, epoch }) => readThrough.get(`${device} ${epoch}`) ?? 0),
    );
    return { conv, last: last && reads(last.entry, last.text), unread: Math.min(unread.length, MOST_UNREAD) };
  }

  /** @param {string} conv */
  async #counted(conv) {
    const [roster] = await this.#rosters(conv);
    return countedDevices(roster?.members ?? [], this.#account);
  }
}

/**
 * Reads a conversation from its newest entry back, so that what amends a message comes before it. Of a member who is gone
 * only the device that wrote a message can amend it here.
 */
class Reader {
  #amendments;

  /** @param {import('./wire/types.js').Roster} roster */
  constructor(roster) {
    const accounts = accountsIn(roster);
    this.#amendments = new Amendments((device) => accounts.get(device) ?? device);
  }

  /**
   * @param {TranscriptEntry} entry the next one back
   * @returns {{ text: string, entry: TranscriptEntry } | undefined} a message as it reads now; undefined for anything else
   */
  read(entry) {
    const { content } = entry;
    if (this.#amendments.add(entry) !== undefined || (content.kind !== 'text' && content.kind !== 'reply')) {
      return undefined;
    }
    const { text, deleted } = this.#amendments.reading(entry);
    return deleted ? undefined : { text, entry: reads(entry, text) };
  }
}

/** Whose the devices of a conversation are. @param {import('./wire/types.js').Roster} roster @returns {Map<string, string>} */
const accountsIn = ({ members }) =>
  new Map(members.flatMap(({ account, devices }) => devices.map((device) => [device, account])));

/** A message with the text of its last edit. @param {TranscriptEntry} entry @param {string} text @returns {TranscriptEntry} */
const reads = (entry, text) => ({ ...entry, content: /** @type {any} */ ({ ...entry.content, text }) });

/** What is known of the targets of own entries. */
class Statuses {
  #targets;
  #epoch;
  /** @type {Map<number, Map<string, boolean>>} seq to open target to whether the server has it */
  #open = new Map();
  /** @type {Map<number, Map<string, string>>} */
  #refused = new Map();
  #counted;

  /**
   * @param {Awaited<ReturnType<import('./drivers/DeviceData.js').DeviceData['statuses']>>} known
   * @param {Record<string, string>} counted account by device
   */
  constructor({ epoch, targets, open, refused }, counted) {
    this.#epoch = epoch;
    this.#targets = targets;
    this.#counted = counted;
    open.forEach(({ seq, device, stored }) => add(this.#open, seq, device, stored));
    refused.forEach(({ seq, device, code }) => add(this.#refused, seq, device, code));
  }

  /**
   * @param {TranscriptRow} row an own one
   * @returns {TranscriptEntry}
   */
  of(row) {
    /** @type {Record<string, Status>} */
    const statuses = {};
    /** @type {Record<string, string>} */
    const refusals = {};
    for (const { earlier = [], ...latest } of this.#targets) {
      const spans = [...earlier, { epoch: this.#epoch, ...latest }];
      const span = spans.findLast(({ first, epoch = this.#epoch }) => row.epoch === epoch && row.seq >= first);
      if (span === undefined || row.seq > span.addressed) {
        continue; // it was no target then
      }
      if (span.read >= row.seq) {
        statuses[latest.device] = 'read';
      } else if (span.delivered >= row.seq) {
        statuses[latest.device] = 'delivered';
      }
      if (span.refused?.[row.seq]) {
        refusals[latest.device] = span.refused[row.seq];
      }
    }
    if (row.epoch === this.#epoch) {
      for (const [device, stored] of this.#open.get(row.seq) ?? []) {
        statuses[device] = stored ? 'stored' : 'queued';
      }
      Object.assign(refusals, Object.fromEntries(this.#refused.get(row.seq) ?? []));
    }
    for (const [device, code] of Object.entries(refusals)) {
      statuses[device] = 'refused';
      if (code === NOT_ADDRESSED) {
        delete statuses[device];
        delete refusals[device];
      }
    }
    const status = leastStatus(statuses, this.#counted);
    return { ...transcriptEntry(row), status, statuses, refusals };
  }
}

/**
 * @template V
 * @param {Map<number, Map<string, V>>} to
 * @param {number} seq
 * @param {string} device
 * @param {V} value
 */
function add(to, seq, device, value) {
  const known = to.get(seq) ?? new Map();
  known.set(device, value);
  to.set(seq, known);
}

/** @param {TranscriptRow} row @returns {TranscriptEntry} */
function transcriptEntry({ id, conv, device, epoch, seq, hlc, body, by }) {
  const stamp = BigInt(hlc);
  return {
    id,
    conv,
    device,
    epoch,
    seq,
    hlc: stamp,
    atMs: HybridClock.toMs(stamp),
    content: ContentCodec.decode(body),
    by,
  };
}

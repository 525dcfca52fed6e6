import { ContentCodec } from '../../lib/codec/ContentCodec.js';
import { Random } from '../Random.js';

/** Out of a hundred seeds, in how many something is edited or deleted. */
const CHANCE = 35;

const MOST_MESSAGES = 12;
const MOST_AMENDMENTS = 3;

/** Out of a hundred messages, how many are said by who is cut off, and by who crashes then. */
const CUT_OFF_CHANCE = 60;
const CRASH_CHANCE = 20;

/** @typedef {import('./SimWorld.js').SimWorld} SimWorld */
/** @typedef {import('./SimDevice.js').SimDevice} SimDevice */

/**
 * Messages that are edited or deleted by their sender at any moment: before there is a path, while they wait, under way,
 * later (CNT-5). Draws from a source of its own, as `SimMembership` does.
 *
 * @param {SimWorld} world @param {import('./SimWords.js').SimWords} words @param {SimDevice[]} devices
 * @param {string} conversation @param {number} withinMs
 */
export function planEdits(world, words, devices, conversation, withinMs) {
  const random = new Random(world.seed ^ 0xed17);
  if (random.int(0, 100) >= CHANCE) {
    return;
  }
  words.watch();
  let said = 0;
  // Some of them too long for what is left of an outbox.
  const newWords = () => `${++said} words${'-'.repeat(random.int(0, 5) === 0 ? random.int(0, 1_500) : 0)}`;
  for (let i = random.int(1, MOST_MESSAGES + 1); i > 0; i--) {
    planMessage(world, random, { device: random.pick(devices), conversation, withinMs, newWords });
  }
}

/**
 * @param {SimWorld} world @param {Random} random
 * @param {{ device: SimDevice, conversation: string, withinMs: number, newWords: () => string }} message
 */
function planMessage(world, random, { device, conversation, withinMs, newWords }) {
  const atMs = random.int(0, withinMs);
  const lasting = random.int(1, 2_000);
  if (random.int(0, 100) < CUT_OFF_CHANCE) {
    world.at(atMs, () => device.cutOff(true));
    world.at(atMs + lasting, () => device.cutOff(false));
  }
  let sayAtMs = atMs + random.int(0, lasting);
  let message = '';
  /** @param {import('../../lib/content/Content.js').Content} content */
  const say = (content) => device.say(conversation, ContentCodec.encode(content));
  world.at(sayAtMs, () => {
    message = say({ kind: 'text', text: newWords() });
  });
  if (random.int(0, 100) < CRASH_CHANCE) {
    const crashAtMs = Math.min(sayAtMs + random.int(0, lasting), withinMs - 1);
    world.at(crashAtMs, () => device.crash());
    world.at(crashAtMs + random.int(0, lasting), () => device.start());
  }
  for (let i = random.int(0, MOST_AMENDMENTS + 1); i > 0; i--) {
    sayAtMs += random.int(0, random.flag() ? 10 : random.flag() ? 500 : withinMs);
    const deletes = random.int(0, 3) === 0;
    world.at(sayAtMs, () => say(deletes ? { kind: 'delete', message } : { kind: 'edit', message, text: newWords() }));
  }
}

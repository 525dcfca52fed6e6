import { Limits } from '../../lib/wire/Limits.js';

/** More than is ever said in a run. */
export const ROOMY_QUEUE = 500;

/** When the server's store could not be read, how long until it is tried again. */
export const READ_AGAIN_MS = 100;

/** How often the server looks entries through for those that are too old, or are to be sent again. */
export const SWEEP_MS = 200;

/** How long the calm phase may take until everything has arrived. */
export const CALM_MS = 300_000;

/** @type {import('../../lib/path/PathLimits.js').PathLimits} */
export const PATHS = { pingIntervalMs: 400, busyPingMs: 100, lateMs: 150, doubtMs: 400, pongDeadlineMs: 900 };

/**
 * What the server is told: how long an entry may wait for an ack before it is committed; what may be under way to a
 * device; how much is read at a time; the window of a session; when what was not acked is sent again; when queued entries
 * expire, `Infinity` for never; how many a device's queue holds.
 *
 * @typedef {{ graceMs: number, creditEntries: number, pageEntries: number, windowEntries: number, windowBytes: number,
 *   resendMs: number, expiryMs: number, queueEntries: number }} ServerLimits
 */

/**
 * What one seed draws: how long and how rough, and limits, which are tiny so that they bind.
 *
 * @param {import('./SimWorld.js').SimWorld} world
 */
export function drawScenario(world) {
  const expiry = world.chance(15);
  const tight = world.chance(50);
  const lean = world.chance(30);
  return {
    faultMs: world.pick(3_000, 12_000),
    messages: world.pick(20, 120),
    faults: world.pick(0, 14),
    delayMaxMs: world.pick(2, 60),
    /** The most bytes of a message on a channel: in some seeds too few for the larger bodies. */
    channelBytes: world.chance(40) ? world.pick(4_096, 4_300) : 65_536,
    /** How long a fault lasts at most: some devices are away for long, so that queues fill and expire. */
    lastingMaxMs: world.chance(40) ? 8_000 : 3_000,
    /** In some seeds there is never a channel, which would carry what the relay must. */
    channels: world.chance(70),
    /** Of the larger bodies; may be more than is allowed, and is then refused. */
    bodyMaxBytes: !lean && world.chance(20) ? Limits.BODY_BYTES + 2_000 : 3_000,
    /** Of a hundred seeds, in some the first account has a second device, which gets a copy of all. */
    secondDevice: world.chance(25),
    sender: {
      outboxEntries: tight ? world.pick(8, 40) : 500,
      outboxBytes: lean ? world.pick(4, 16) << 10 : 1 << 20,
      directEntries: tight ? world.pick(2, 8) : 64,
      directBytes: lean ? 3 << 10 : 128 << 10,
      transcriptEntries: world.pick(1, 8),
      resendMinMs: 400,
      resendMaxMs: 5_000,
      retryMinMs: 20,
      retryMaxMs: 2_000,
    },
    receiver: { pendingEntries: tight ? world.pick(4, 16) : 128, pendingBytes: lean ? 3 << 10 : 1 << 20 },
    server: {
      graceMs: world.pick(20, 100),
      creditEntries: tight ? world.pick(4, 12) : 64,
      pageEntries: world.pick(2, 16),
      windowEntries: tight ? world.pick(3, 10) : 64,
      windowBytes: lean ? 4 << 10 : 128 << 10,
      resendMs: 1_500,
      expiryMs: expiry ? world.pick(500, 3_000) : Infinity,
      queueEntries: tight ? world.pick(6, 30) : ROOMY_QUEUE,
    },
  };
}

/** @typedef {ReturnType<typeof drawScenario>} SimScenario */

/**
 * What a device is told at its start.
 *
 * @param {SimScenario} scenario
 */
export function settings({ sender, receiver }) {
  return { maxChannels: Infinity, sender, receiver, path: PATHS };
}

/**
 * What the server says first.
 *
 * @param {{ id: string, account: string }} device
 * @param {SimScenario} scenario
 * @param {number} serverTimeMs
 * @param {string} lastIncarnation
 * @returns {import('../../lib/wire/types.js').Welcome}
 */
export function welcome({ id, account }, { server: { windowEntries, windowBytes } }, serverTimeMs, lastIncarnation) {
  return {
    type: 'welcome',
    session: id,
    account,
    serverTimeMs,
    tokenExpiresAtMs: serverTimeMs + 1e9,
    pingIntervalMs: 1_000,
    windowEntries,
    windowBytes,
    lastIncarnation,
  };
}

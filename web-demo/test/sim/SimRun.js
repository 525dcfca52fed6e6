import { SimChannel } from './SimChannel.js';
import { SimChecker } from './SimChecker.js';
import { SimCopies } from './SimCopies.js';
import { SimDevice } from './SimDevice.js';
import { SimDisk } from './SimDisk.js';
import { planEdits } from './SimEdits.js';
import { id, name } from './SimIds.js';
import { SimForNothing } from './SimForNothing.js';
import { SimMembership, byAccount } from './SimMembership.js';
import { SimRenames } from './SimRenames.js';
import { SimRequests } from './SimRequests.js';
import { planRestore } from './SimRestore.js';
import { CALM_MS, ROOMY_QUEUE, drawScenario } from './SimScenario.js';
import { SimServer } from './SimServer.js';
import { SimSignOuts } from './SimSignOuts.js';
import { SimStore } from './SimStore.js';
import { disksGoBack, planTimeTravel } from './SimTimeTravel.js';
import { SimViolation } from './SimViolation.js';
import { SimWorld } from './SimWorld.js';

/** @typedef {import('../../lib/wire/types.js').Roster} Roster */

/** By how much more some clocks are wrong: over `MAX_AHEAD_MS`. */
const FAR_SKEW = 30;

/** One seed from start to end: faults, then calm, then the final checks. */
class SimRun {
  /** @type {SimDevice[]} */
  #devices = [];
  /** @type {Map<string, SimDevice[]>} */
  #conversations = new Map();
  /** @type {SimChannel[]} */
  #channels = [];
  #calm = false;
  /** In the calm phase: a channel would hide what the relay never delivers. */
  #relayOnly = false;
  /** In the calm phase: a new session would mend what should have been mended in the old one. */
  #keepLinks = false;
  #nextChannel = 1;
  #checker;
  #world;
  #scenario;
  #server;
  #membership;
  #requests;
  #signOuts;
  #renames;
  #copies;

  /** @param {SimWorld} world */
  constructor(world) {
    this.#world = world;
    this.#scenario = drawScenario(world);
    // What a former epoch has left in a queue waits for what never comes, and stays until it expires.
    const roomy = disksGoBack(world.seed);
    this.#checker = new SimChecker(roomy);
    const { server, secondDevice } = this.#scenario;
    this.#server = new SimServer(world, server, new SimStore(roomy ? ROOMY_QUEUE : server.queueEntries), this.#checker);
    this.#addDevice(1, 1);
    this.#addDevice(2, 2);
    if (secondDevice) {
      this.#addDevice(3, 1);
    }
    const originals = [...this.#devices];
    this.#requests = new SimRequests(world, this.#server, id('conversation', 1), originals);
    this.#converse(id('conversation', 1), originals);
    this.#converse(id('conversation', 2), this.#devices.slice(0, 2));
    this.#membership = new SimMembership(world, this.#server, id('conversation', 1), originals);
    this.#signOuts = new SimSignOuts(world, this.#server, this.#devices);
    this.#renames = new SimRenames(world, this.#server, originals);
    this.#copies = new SimCopies(world, this.#checker, this.#devices, (disk, skewMs) => this.#device(disk, skewMs));
  }

  /** @param {number} number @param {number} account */
  #addDevice(number, account) {
    const world = this.#world;
    const skewed = world.chance(30);
    let skewMs = skewed ? world.pick(-200_000, 200_000) : 0;
    if (skewed) {
      world.counts.add('skewedClocks');
      skewMs *= world.chance(20) ? FAR_SKEW : 1;
    }
    const disk = new SimDisk(id('account', account), id('device', number));
    this.#checker.addDisk(disk);
    this.#devices.push(this.#device(disk, skewMs));
  }

  /** @param {SimDisk} disk @param {number} skewMs */
  #device(disk, skewMs) {
    const parts = { world: this.#world, scenario: this.#scenario, server: this.#server, checker: this.#checker };
    return new SimDevice({ ...parts, disk, skewMs });
  }

  /** @param {string} conversation @param {SimDevice[]} members */
  #converse(conversation, members) {
    this.#server.setMembers(conversation, byAccount(members));
    for (const device of members) {
      device.know(/** @type {Roster} */ (this.#server.directory.frameFor(conversation, device.id)));
    }
    this.#conversations.set(conversation, members);
  }

  play() {
    const world = this.#world;
    const { messages, faults, faultMs } = this.#scenario;
    world.counts.add('devices', this.#devices.length);
    this.#devices.forEach((device) => world.after(world.pick(0, 500), () => device.start()));
    for (let i = 0; i < messages; i++) {
      world.at(world.pick(0, faultMs), () => this.#saySomething());
    }
    for (let i = 0; i < faults; i++) {
      world.at(world.pick(100, faultMs), () => this.#fault());
    }
    this.#membership.plan(faultMs);
    this.#requests.plan(faultMs);
    this.#signOuts.plan(faultMs);
    this.#renames.plan(faultMs);
    planRestore(world, this.#server, faultMs, () => this.#crashServer());
    planEdits(world, this.#checker.words, [...this.#devices], id('conversation', 1), faultMs);
    if (this.#checker.disksGoBack()) {
      planTimeTravel(world, [...this.#devices], faultMs);
      this.#copies.plan(faultMs);
    }
    if (this.#scenario.channels) {
      world.at(50, () => this.#channelsComeAndGo());
    }
    world.run(faultMs, () => false);
    this.#calmDown();
    if (!world.run(faultMs + (this.#checker.disksGoBack() ? 4 : 1) * CALM_MS, () => this.#settled())) {
      throw new SimViolation('liveness', `after the calm phase: ${this.#unfinished()}`);
    }
    this.#checker.transcripts();
  }

  #settled() {
    return (
      this.#devices.every(
        (device) => this.#copies.settled(device) && (this.#checker.disksGoBack() || this.#owed(device.id).length === 0),
      ) &&
      this.#checker.firstMissing() === null &&
      this.#renames.settled()
    );
  }

  #unfinished() {
    const queued = this.#devices.map(({ id }) => {
      const rows = this.#owed(id);
      return rows.length === 0 ? '0' : `${rows.length} from ${name(rows[0].stream.device)} ${rows[0].entry.seq}`;
    });
    const unsettled = this.#devices.filter((device) => !device.settled());
    const wrong = `missing ${this.#checker.firstMissing()}; misnamed ${this.#renames.firstWrong()}`;
    return `${wrong}; ${unsettled.join('; ')}; queued ${queued.join(', ')}`;
  }

  /** What is left in a queue and not given up by its sender, which may have died or been away. @param {string} device */
  #owed(device) {
    const rows = this.#server.store.rows(device);
    return rows.filter(({ stream, entry }) => !this.#checker.givenUp(stream, device, entry.seq));
  }

  #calmDown() {
    this.#calm = true;
    this.#world.trace('world', 'calm');
    this.#server.calmDown();
    this.#signOuts.end();
    this.#requests.end();
    this.#relayOnly = this.#world.chance(50);
    this.#keepLinks = this.#world.chance(50);
    for (const channel of this.#channels) {
      channel.hole(false);
      channel.writable(true);
      if (this.#relayOnly) {
        channel.cut(this.#world);
      }
    }
    this.#copies.calmDown();
    this.#checker.calmDown(this.#world.nowMs());
    for (const device of this.#devices) {
      device.start();
      device.reachable(true);
      this.#server.writable(device.id, true);
      const link = device.link();
      if (link !== null && (link.holed() || !this.#keepLinks)) {
        link.cut(true);
      }
    }
  }

  #saySomething() {
    const world = this.#world;
    const device = world.random.pick(this.#devices);
    const own = [...this.#conversations.keys()].filter((conv) =>
      this.#conversations.get(conv)?.some(({ id }) => id === device.id),
    );
    const conversation = world.random.pick(own);
    for (let i = world.chance(10) ? world.pick(5, 20) : 1; i > 0; i--) {
      const size = world.chance(10) ? world.pick(500, this.#scenario.bodyMaxBytes) : world.pick(0, 40);
      device.say(conversation, new Uint8Array(size));
    }
  }

  #channelsComeAndGo() {
    const world = this.#world;
    this.#channels = this.#channels.filter((channel) => channel.isOpen());
    const low = world.random.int(0, this.#devices.length);
    const high = world.random.int(0, this.#devices.length);
    const [a, b] = [this.#devices[low], this.#devices[high]];
    const joined = this.#channels.some((channel) => channel.joins(a) && channel.joins(b));
    if (low < high && !this.#relayOnly && a.id !== b.id && a.running() && b.running() && !joined) {
      this.#channels.push(new SimChannel(world, this.#nextChannel++, this.#scenario.delayMaxMs, a, b));
    }
    world.after(world.pick(50, this.#calm ? 2_000 : 600), () => this.#channelsComeAndGo());
  }

  #fault() {
    if (this.#calm) {
      return;
    }
    const world = this.#world;
    const device = world.random.pick(this.#devices);
    const lastingMs = world.pick(50, this.#scenario.lastingMaxMs);
    switch (world.pick(0, 9)) {
      case 0:
      case 1:
        device.link()?.cut(true);
        break;
      case 2:
        device.crash();
        world.after(lastingMs, () => device.start());
        break;
      case 3:
        this.#crashServer();
        world.after(world.pick(50, 1_500), () => this.#server.restart());
        break;
      case 4:
        this.#someChannel()?.cut(world);
        break;
      case 5:
      case 6:
        this.#holeInChannel(lastingMs);
        break;
      case 7:
        world.counts.add('partitions');
        device.reachable(false);
        world.after(lastingMs, () => device.reachable(true));
        break;
      case 8:
        world.chance(50) ? this.#storeOutage(lastingMs) : this.#holeInLink(device, lastingMs);
        break;
      default:
        this.#slowReader(device, lastingMs);
    }
  }

  #crashServer() {
    this.#server.crash();
    this.#devices.forEach((device) => device.link()?.cut(true));
  }

  #someChannel() {
    const open = this.#channels.filter((channel) => channel.isOpen());
    return open.length === 0 ? undefined : this.#world.random.pick(open);
  }

  /** @param {number} lastingMs */
  #holeInChannel(lastingMs) {
    const channel = this.#someChannel();
    if (channel !== undefined) {
      this.#world.counts.add('blackHoles');
      channel.hole(true);
      const cut = this.#world.chance(50);
      this.#world.after(lastingMs, () => (cut ? channel.cut(this.#world) : channel.hole(false)));
    }
  }

  /** @param {number} lastingMs */
  #storeOutage(lastingMs) {
    this.#world.counts.add('storeOutages');
    this.#server.storeDown(true);
    this.#world.after(lastingMs, () => this.#server.storeDown(false));
  }

  /** A WebSocket that swallows everything until a ping timeout ends it. @param {SimDevice} device @param {number} lastingMs */
  #holeInLink(device, lastingMs) {
    const link = device.link();
    if (link !== null) {
      this.#world.counts.add('blackHoles');
      link.hole();
      this.#world.after(lastingMs, () => link.cut(true));
    }
  }

  /** A socket or a channel whose buffers are full for a while. @param {SimDevice} device @param {number} lastingMs */
  #slowReader(device, lastingMs) {
    const world = this.#world;
    world.counts.add('slowReaders');
    if (world.chance(50)) {
      this.#server.writable(device.id, false);
      world.after(lastingMs, () => this.#server.writable(device.id, true));
    } else {
      const channel = this.#someChannel();
      channel?.writable(false);
      world.after(lastingMs, () => channel?.writable(true));
    }
  }
}

/**
 * Runs one seed; counts are added to `counts`.
 *
 * @param {number} seed
 * @param {import('./SimCounts.js').SimCounts} counts
 * @param {(line: string) => void} [tracer]
 * @returns {{ seed: number, violation: string | null, checker: string | null, traceHash: number }} `checker`: which saw
 *   it; `traceHash`: equal for equal runs
 */
export function runSeed(seed, counts, tracer) {
  const world = new SimWorld(seed, tracer);
  try {
    new SimRun(world).play();
    return { seed, violation: null, checker: null, traceHash: world.traceHash() };
  } catch (e) {
    if (e instanceof SimForNothing) {
      world.counts.add('epochsForNothing');
      return { seed, violation: null, checker: null, traceHash: world.traceHash() };
    }
    const bug = /** @type {Error} */ (e);
    const checker = bug instanceof SimViolation ? bug.checker : 'own invariant';
    const where = bug instanceof SimViolation ? '' : ` ${bug.stack?.split('\n')[1]?.trim()}`;
    return { seed, violation: bug.message + where, checker, traceHash: world.traceHash() };
  } finally {
    world.counts.add('seeds');
    counts.addAll(world.counts);
  }
}

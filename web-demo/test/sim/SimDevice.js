import { DeviceCore } from '../../lib/core/DeviceCore.js';
import { epochChange } from '../../lib/core/EpochChange.js';
import { NO_CHANGES } from '../../lib/core/KnownChanges.js';
import { SimChannels } from './SimChannels.js';
import { SimClock } from './SimClock.js';
import { SimConnection } from './SimConnection.js';
import { SimFrames } from './SimFrames.js';
import { SimForNothing } from './SimForNothing.js';
import { name } from './SimIds.js';
import { SimInputs } from './SimInputs.js';
import { SimOuts } from './SimOuts.js';
import { countRefusal, readsSometimes } from './SimPerson.js';
import { settings } from './SimScenario.js';
import { SimTimer } from './SimTimer.js';
import { SimWatch } from './SimWatch.js';
import { SimWrites } from './SimWrites.js';

/** @typedef {import('../../lib/core/CoreEffect.js').CoreEffect} CoreEffect */

/**
 * One device: the real `DeviceCore` over a simulated disk, link and channels. What is in a field here and not in `SimDisk`
 * is gone after a crash.
 */
export class SimDevice {
  #frames = new SimFrames();
  /** @type {DeviceCore | null} */
  #core = null;
  #life = 0;
  #timer = new SimTimer(
    (atMs, action) => this.inThisLife(atMs, action),
    () => this.turn((core) => core.handleTimeout(this.#localMs())),
  );
  #world;
  #scenario;
  #connection;
  #clock;
  #name;
  #disk;
  #watch;
  #writes;
  #checker;
  #channels;
  #outs;

  /**
   * @param {object} parts
   * @param {import('./SimWorld.js').SimWorld} parts.world
   * @param {import('./SimScenario.js').SimScenario} parts.scenario
   * @param {import('./SimServer.js').SimServer} parts.server
   * @param {import('./SimChecker.js').SimChecker} parts.checker
   * @param {import('./SimDisk.js').SimDisk} parts.disk
   * @param {number} parts.skewMs
   */
  constructor({ world, scenario, server, checker, disk, skewMs }) {
    this.#world = world;
    this.#scenario = scenario;
    this.account = disk.account;
    this.id = disk.device;
    this.#clock = new SimClock(world, skewMs);
    this.#name = name(this.id);
    this.#checker = checker;
    this.#disk = disk;
    this.#watch = new SimWatch(world, scenario, checker, disk);
    this.#writes = new SimWrites(world, this.#watch);
    this.#channels = new SimChannels(world, checker, this.#name);
    this.#outs = new SimOuts(this.account);
    this.inputs = new SimInputs({
      world,
      device: this,
      channelBytes: scenario.channelBytes,
      clock: this.#clock,
      watch: this.#watch,
      channels: this.#channels,
      outs: this.#outs,
      frames: this.#frames,
    });
    this.#connection = new SimConnection({
      world,
      scenario,
      server,
      device: this,
      outs: this.#outs,
      clock: this.#clock,
    });
  }

  /** The device was told of a conversation before the run began. @param {import('../../lib/wire/types.js').Roster} roster */
  know(roster) {
    this.#disk.apply({ write: 'roster-kept', roster });
  }

  /** What it tells the node of its conversations (SES-14). */
  knownChanges() {
    return this.#core?.knownChanges() ?? NO_CHANGES;
  }

  /** What it tells the node of its starts (SES-11). */
  incarnations() {
    return this.#core?.incarnations() ?? [];
  }

  running() {
    return this.#core !== null;
  }

  /** Whether it runs and knows that everything it said has arrived. */
  settled() {
    return this.#core !== null && this.#core.settled();
  }

  /** Null while it is down. */
  core() {
    return this.#core;
  }

  link() {
    return this.#connection.link();
  }

  connection() {
    return this.#connection;
  }

  toString() {
    return this.#core === null ? `${this.#name} is down` : String(this.#core);
  }

  /** Reads everything from disk, as after a crash, and connects. */
  start() {
    if (this.#core === null) {
      this.#disk.keepIncarnation(this.#world.u64());
      this.#connection.begins();
      this.#begin();
    }
  }

  #begin() {
    this.#life++;
    this.#world.trace(this.#name, 'start');
    this.#writes.clear();
    this.#watch.started();
    this.#clock.started(this.#disk);
    this.#core = new DeviceCore(this.#disk.load(this.#localMs()), settings(this.#scenario), this.#localMs());
    if (this.#life === 1) {
      this.#watch.limits.begins(this.#core.load());
    }
    this.turn((core) => this.#outs.selfOut && core.handleOut(this.#localMs()));
    this.#connection.connectLater();
  }

  /** Power cut: memory and unsynced writes are gone, connections die unannounced. */
  crash() {
    if (this.#core === null) {
      return;
    }
    this.#world.counts.add('deviceCrashes');
    this.#world.trace(this.#name, 'crash');
    this.#connection.forgetOut();
    this.#stop();
  }

  /** The disk as it is now. */
  copyOfDisk() {
    this.#checker.words.mayGo(this.#disk);
    return this.#disk.copy();
  }

  /** The disk of a device that is down becomes another state of it. @param {import('./SimDisk.js').SimDisk} other */
  putDisk(other) {
    this.#disk.become(other);
    this.#checker.otherState(this.id);
  }

  /**
   * What a real driver does when its core is over (DLV-22): all writes, then another core.
   *
   * @param {DeviceCore} over @param {import('../../lib/core/CoreEffect.js').BeginEpoch} begun
   */
  #beginEpoch(over, { evidence, lastIncarnation, pauseMs }) {
    const mayBeForNothing = this.#scenario.server.expiryMs !== Infinity && evidence === 'ack-of-others';
    if (mayBeForNothing && !this.#checker.disksGoBack()) {
      throw new SimForNothing();
    }
    this.#checker.epochBegins(this.#name, evidence, this.#world.nowMs());
    if (this.#connection.killed()) {
      return;
    }
    this.#world.counts.add('epochs');
    this.#world.trace(this.#name, `new epoch: ${evidence}`);
    const { through, known } = this.#writes.syncAll();
    over.handleDurable(through, known, this.#localMs());
    this.#drain(over);
    const start = { atMs: this.#localMs(), pauseMs };
    const change = epochChange(this.#disk.load(this.#localMs()), lastIncarnation, this.#world.u64(), start);
    this.#watch.synced({ write: 'epoch-begun', change });
    this.#stop();
    this.#begin();
  }

  #stop() {
    this.#core = null;
    this.#life++;
    this.#connection.crash();
    this.#channels.cutAll();
    this.#writes.clear();
    this.#timer.clear();
  }

  /** @param {boolean} on */
  reachable(on) {
    this.#connection.reachable(on);
  }

  /** It has no connection, and no channel goes on. @param {boolean} on */
  cutOff(on) {
    this.#connection.reachable(!on);
    if (on) {
      this.#channels.cutAll();
    }
  }

  /** @param {boolean} on */
  linked(on) {
    this.#watch.linked(on);
  }

  /** What a driver keeps besides what its core wants. @param {import('../../lib/core/DiskWrite.js').DiskWrite} write */
  keep(write) {
    this.#watch.synced(write);
  }

  #localMs() {
    return this.#clock.localMs();
  }

  /** The application says something, which may be refused; returns its id. @param {string} conversation @param {Uint8Array} body */
  say(conversation, body) {
    const id = this.#world.uuid();
    this.turn((core) => countRefusal(this.#world, core.handleSend(conversation, id, body, this.#localMs()), body));
    return id;
  }

  /** One driver turn: mutate, drain, check, re-arm; nothing while the device is down. @param {(core: DeviceCore) => void} input */
  turn(input) {
    const core = this.#core;
    if (core === null) {
      return;
    }
    input(core);
    const past = this.#drain(core);
    if (past !== null) {
      this.#beginEpoch(core, past);
      return;
    }
    this.#watch.limits.check(core.load());
    this.#watch.checkPaths();
    this.#arm(core.deadlineMs());
  }

  /** Returns what shows that the past of that core is not its own; null while it goes on. @param {DeviceCore} core */
  #drain(core) {
    let past = null;
    for (let effect = core.poll(); effect !== null; effect = core.poll()) {
      if (effect.effect === 'begin-epoch') {
        past = effect;
      } else {
        this.#apply(effect);
      }
    }
    return past;
  }

  /** @param {CoreEffect} effect */
  #apply(effect) {
    switch (effect.effect) {
      case 'to-server':
        this.#world.traceFrame(this.#name, 'to server', effect.frame);
        this.#watch.toServer(effect.frame);
        this.link()?.send(this.#frames.pass(effect.frame, 'client'));
        break;
      case 'to-peer':
        this.#world.traceFrame(this.#name, 'to peer', effect.frame);
        this.#watch.toPeer(effect.device, effect.frame);
        this.#outs.says(this.#core, effect.device, effect.frame);
        if (!this.#outs.isLast(effect.frame)) {
          this.#connection.says(effect.device);
        }
        this.#channels.send(this, effect, () => this.#frames.pass(effect.frame, 'peer', this.#scenario.channelBytes));
        break;
      case 'persist':
        this.#commit(effect);
        break;
      case 'read-own':
        this.#readOwn(effect.stream, effect.seqs);
        break;
      case 'read-again':
        this.inThisLife(this.#world.nowMs() + this.#world.pick(0, 6), () =>
          this.turn((core) => core.handleAgain(effect, this.#disk.again(effect), this.#localMs())),
        );
        break;
      case 'channel-failed':
      case 'channel-violated':
      case 'channel-finished':
        this.#channels.handle(effect);
        break;
      case 'tell':
        this.#told(effect.event);
        break;
    }
  }

  /** @param {import('../../lib/core/PeerEvent.js').PeerEvent} event */
  #told(event) {
    this.#watch.told(event);
    const conv = readsSometimes(this.#world, event);
    if (conv !== undefined) {
      this.inThisLife(this.#world.nowMs(), () =>
        this.turn((core) => core.handleMarkRead(conv, () => this.#world.uuid(), this.#localMs())),
      );
    }
  }

  /** @param {import('../../lib/wire/StreamId.js').StreamId} stream @param {import('../../lib/wire/types.js').Range[]} seqs */
  #readOwn(stream, seqs) {
    this.#world.counts.add('transcriptReads');
    this.#watch.limits.checkTranscriptRead(seqs);
    this.inThisLife(this.#world.nowMs() + this.#world.pick(0, 6), () =>
      this.turn((core) => core.handleTranscript(stream, this.#disk.said(stream, seqs), this.#localMs())),
    );
  }

  /** Writes in order and syncs after a moment; a crash before that loses the write. @param {Extract<CoreEffect, { effect: 'persist' }>} next */
  #commit(next) {
    if (next.writes.every(({ write }) => write === 'last-stamp')) {
      next.writes.forEach((write) => this.#watch.synced(write)); // at once, so that a clock draws nothing
      return;
    }
    this.#outs.writes(next.writes);
    this.#watch.persisting(next.writes, this.#clock.knownMs(), this.#clock.latestMs());
    this.inThisLife(this.#writes.add(next), () => {
      const { ticket = 0, known = new Set() } = this.#writes.sync() ?? {};
      this.turn((core) => {
        if (ticket > 0) {
          core.handleDurable(ticket, new Map([[ticket, known]]), this.#localMs());
        }
      });
    });
  }

  /** @param {number} localAtMs */
  #arm(localAtMs) {
    if (localAtMs !== Infinity) {
      this.#timer.arm(this.#clock.atMs(localAtMs));
    }
  }

  /** @param {number} atMs @param {() => void} action */
  inThisLife(atMs, action) {
    const mine = this.#life;
    this.#world.at(atMs, () => {
      if (this.#life === mine && this.#core !== null) {
        action();
      }
    });
  }
}

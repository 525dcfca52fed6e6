import { measureRegion } from './drivers/RegionProbe.js';
import { IceRefresh } from './signaling/IceRefresh.js';
import { RegionTrips } from './signaling/RegionTrips.js';

/** Of servers that come without an end. */
const UNTOLD_LIFE_MS = 12 * 3_600_000;

/** @typedef {import('./drivers/ServerApi.js').IceServer} IceServer */

/**
 * Has the STUN and TURN servers ready for all connections: drives one {@link IceRefresh}. The last known ones serve until
 * others have come.
 */
export class IceServers {
  #refresh = new IceRefresh();
  #trips = new RegionTrips();
  /** @type {((servers: IceServer[]) => void)[]} */
  #waiting = [];
  /** @type {IceServer[]} */
  #servers = [];
  #told = '';
  /** @type {(servers: IceServer[]) => void} */
  #listener = () => {};
  #cancelTimer = () => {};
  #fetch;
  #timers;
  #clock;
  #serverTimeMs;

  /**
   * Knows none yet, and asks when the first connection or wish comes.
   *
   * @param {object} parts
   * @param {(rtt: string) => Promise<import('./drivers/ServerApi.js').IceAnswer>} parts.fetch asks the server, telling it the
   *   round trips to its regions
   * @param {import('./drivers/Timers.js').Timers} parts.timers
   * @param {import('./drivers/PeerClock.js').PeerClock} parts.clock
   * @param {() => number} parts.serverTimeMs the server's clock, by which credentials end
   */
  constructor({ fetch, timers, clock, serverTimeMs }) {
    this.#fetch = fetch;
    this.#timers = timers;
    this.#clock = clock;
    this.#serverTimeMs = serverTimeMs;
  }

  /** Calls `fresh` each time that servers have come. @param {(servers: IceServer[]) => void} fresh */
  onFresh(fresh) {
    this.#listener = fresh;
  }

  /** Whether any channel is wanted: only then are servers kept fresh. @param {boolean} any */
  want(any) {
    this.#turn((refresh, nowMs) => refresh.handleWanted(any, nowMs));
  }

  /** There is a reason to ask anew. */
  demand() {
    this.#turn((refresh, nowMs) => refresh.handleDemand(nowMs));
  }

  /** The device is on another network: others may be nearer. */
  handleNetworkChanged() {
    this.#trips.handleNetworkChanged();
    this.demand();
  }

  /**
   * Hands over the servers for a connection that is being made: at once, or a little later when they have to be asked for.
   * An empty list means host candidates only.
   *
   * @param {(servers: IceServer[]) => void} then
   */
  forConnection(then) {
    this.#turn((refresh, nowMs) => {
      if (refresh.handleConnecting(nowMs)) {
        this.#waiting.push(then);
      } else {
        then(this.#servers);
      }
    });
  }

  /** @param {(refresh: IceRefresh, nowMs: number) => void} input */
  #turn(input) {
    input(this.#refresh, this.#clock.nowMs());
    for (let effect = this.#refresh.poll(); effect !== null; effect = this.#refresh.poll()) {
      if (effect === 'ask') {
        this.#ask();
      } else {
        this.#waiting.splice(0).forEach((then) => then(this.#servers));
      }
    }
    this.#arm();
  }

  #ask() {
    const random = Math.floor(Math.random() * 1_000);
    this.#told = this.#trips.told();
    this.#fetch(this.#told).then(
      ({ iceServers, expiresAtMs, regions }) => {
        this.#servers = iceServers ?? [];
        const lifeMs = expiresAtMs ? expiresAtMs - this.#serverTimeMs() : UNTOLD_LIFE_MS;
        this.#listener(this.#servers); // before those that wait begin with them: they are not new to those
        this.#turn((refresh, nowMs) => refresh.handleAnswered(lifeMs, random, nowMs));
        this.#measure(regions ?? []);
      },
      () => this.#turn((refresh, nowMs) => refresh.handleFailed(random, nowMs)),
    );
  }

  /** @param {import('./signaling/RegionTrips.js').Region[]} regions */
  #measure(regions) {
    for (const region of this.#trips.handleRegions(regions, this.#clock.nowMs())) {
      measureRegion(region.url, this.#timers, (tripMs) => {
        this.#trips.handleMeasured(region, tripMs);
        this.#askForNearest();
      });
    }
    this.#askForNearest();
  }

  /** Once all regions are known; else they are told with the next question. */
  #askForNearest() {
    if (this.#trips.complete() && this.#trips.told() !== this.#told) {
      this.demand();
    }
  }

  #arm() {
    this.#cancelTimer();
    const due = this.#refresh.deadline();
    this.#cancelTimer =
      due === null
        ? () => {}
        : this.#timers.after(due.atMs - this.#clock.nowMs(), () =>
            this.#turn((refresh, nowMs) => refresh.handleTimeout(nowMs)),
          );
  }
}

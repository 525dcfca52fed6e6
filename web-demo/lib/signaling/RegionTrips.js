/**
 * A region of the service: its name, and a `stun:` URL of a server there.
 *
 * @typedef {{ region: string, url: string }} Region
 */

/** How long a measurement is good for: distances change when people travel. */
const GOOD_FOR_MS = 3_600_000;

/** Most regions that are measured: a server is told the round trips to no more. */
const REGIONS_MAX = 16;

/** Longest wait for an answer of a region; farther ones are not worth knowing. */
export const MEASURE_MS = 2_000;

/**
 * How far away the regions of the service are, as this device has measured it (SIG-13). Says when to measure, and what to
 * tell the server with the next question for ICE servers.
 */
export class RegionTrips {
  /** @type {readonly Region[]} */
  #regions = [];
  /** @type {Map<string, number>} */
  #tripsMs = new Map();
  #measureAtMs = 0;

  /**
   * The server named its regions; with less than two there is nothing to choose. One that is against the rules is passed
   * over. Returns those to measure now, each answered by {@link handleMeasured}.
   *
   * @param {readonly Region[]} offered
   * @param {number} nowMs
   * @returns {readonly Region[]}
   */
  handleRegions(offered, nowMs) {
    const named = offered.filter(canBeMeasured).slice(0, REGIONS_MAX);
    if (named.length < 2) {
      this.#regions = [];
      this.#tripsMs.clear();
      return [];
    }
    if (same(named, this.#regions) && nowMs < this.#measureAtMs) {
      return [];
    }
    this.#regions = named;
    this.#measureAtMs = nowMs + GOOD_FOR_MS;
    this.#tripsMs.clear();
    return this.#regions;
  }

  /**
   * A region has answered. One that does not is not named to the server, which takes it for far away.
   *
   * @param {Region} region
   * @param {number} tripMs
   */
  handleMeasured(region, tripMs) {
    if (this.#regions.some((one) => same([one], [region])) && tripMs >= 0 && tripMs <= MEASURE_MS) {
      this.#tripsMs.set(region.region, tripMs);
    }
  }

  /** Whether all regions have answered. */
  complete() {
    return this.#regions.length > 0 && this.#tripsMs.size === this.#regions.length;
  }

  /** The device is on another network: the next answer of the server is measured anew. */
  handleNetworkChanged() {
    this.#measureAtMs = 0;
  }

  /** For the parameter `rtt`: `eu:23,us:110`; empty when nothing is known. */
  told() {
    return [...this.#tripsMs].map((trip) => trip.join(':')).join(',');
  }
}

/** @param {Region} region */
function canBeMeasured({ region, url }) {
  return /^[a-z0-9-]{1,32}$/.test(region) && /^stun:/.test(url);
}

/** @param {readonly Region[]} one @param {readonly Region[]} other */
function same(one, other) {
  return (
    one.length === other.length &&
    one.every(({ region, url }, at) => other[at].region === region && other[at].url === url)
  );
}

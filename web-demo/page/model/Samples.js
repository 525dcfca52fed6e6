/** @typedef {import('../types.js').PathReport} PathReport */

/**
 * One look at a path.
 *
 * @typedef {object} Sample
 * @property {number} atMs
 * @property {number} rttMs 0 for unknown
 * @property {number} bytesPerSecond both directions, 0 for the first look
 */

/** Looks kept: two minutes at one a second. */
export const SAMPLES = 120;

/** Round trip and throughput of one path, sampled while somebody looks. */
export class Samples {
  /** @type {Sample[]} */
  #samples = [];
  /** @type {number | undefined} */
  #bytes;

  /**
   * Takes a look.
   *
   * @param {number} atMs
   * @param {PathReport} path
   */
  add(atMs, path) {
    const bytes = (path.bytesSent ?? 0) + (path.bytesReceived ?? 0);
    const before = this.#samples.at(-1);
    let bytesPerSecond = 0;
    // A rebuilt connection counts from zero again.
    if (before && this.#bytes !== undefined && bytes >= this.#bytes && atMs > before.atMs) {
      bytesPerSecond = ((bytes - this.#bytes) * 1000) / (atMs - before.atMs);
    }
    this.#bytes = bytes;
    this.#samples.push({ atMs, rttMs: path.rttMs, bytesPerSecond });
    if (this.#samples.length > SAMPLES) this.#samples.shift();
  }

  /** The samples, oldest first. */
  all() {
    return this.#samples;
  }
}

/**
 * Where the points of a plotted line lie. The newest is at the right edge.
 *
 * @param {number[]} values oldest first; 0 leaves a gap where `gaps` says so
 * @param {number} highest value at the upper edge
 * @param {number} width
 * @param {number} height
 * @param {boolean} gaps
 * @returns {string[]} for each run without a gap, the points as SVG takes them
 */
export function plotLines(values, highest, width, height, gaps) {
  /** @type {string[][]} */
  const runs = [[]];
  const stepX = width / (SAMPLES - 1);
  values.forEach((value, index) => {
    if (gaps && value <= 0) {
      runs.push([]);
      return;
    }
    const x = width - (values.length - 1 - index) * stepX;
    const y = height - (height * Math.min(value, highest)) / highest;
    runs.at(-1)?.push(`${x.toFixed(1)},${y.toFixed(1)}`);
  });
  return runs.filter((run) => run.length > 0).map((run) => (run.length === 1 ? [run[0], run[0]] : run).join(' '));
}

/**
 * A round number at or above all values, for the scale.
 *
 * @param {number[]} values
 * @param {number} least
 * @returns {number}
 */
export function scaleOf(values, least) {
  const highest = Math.max(least, ...values);
  const power = 10 ** Math.floor(Math.log10(highest));
  for (const step of [1, 2, 5, 10]) if (step * power >= highest) return step * power;
  return highest;
}

/** @param {number} bytes @returns {string} */
export function rateLabel(bytes) {
  if (bytes < 1000) return `${Math.round(bytes)} B/s`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB/s` : `${(bytes / 1_000_000).toFixed(1)} MB/s`;
}

import { SimCounts } from './SimCounts.js';
import { runSeed } from './SimRun.js';

/**
 * The simulator's command line: `node test/sim/simulate.js [--seeds N] [--from S]`, or `--trace S` for everything that
 * happens in one seed. Says each violation with its seed, then counts as one line of JSON; exits with 1 on a violation.
 */

const USAGE = 'usage: node test/sim/simulate.js [--seeds N] [--from S] | --trace S';

/** One of so many seeds may end with an epoch that begins for nothing, and one more. */
const FOR_NOTHING = 10_000;

/** Violations worth printing; more of them are only counted. */
const MOST_PRINTED = 20;

/** @param {string[]} args */
function main(args) {
  let seeds = 1_000;
  let from = 1;
  for (let i = 0; i < args.length; i += 2) {
    const value = Number(args[i + 1]);
    if (!Number.isSafeInteger(value) || value < 0) {
      console.log(USAGE);
      return 2;
    }
    if (args[i] === '--trace') {
      return trace(value);
    } else if (args[i] === '--seeds' && value > 0) {
      seeds = value;
    } else if (args[i] === '--from') {
      from = value;
    } else {
      console.log(USAGE);
      return 2;
    }
  }
  return simulate(from, seeds);
}

/** @param {number} from @param {number} seeds */
function simulate(from, seeds) {
  const startedMs = performance.now();
  const counts = new SimCounts();
  let violations = 0;
  for (let seed = from; seed < from + seeds; seed++) {
    const { violation } = runSeed(seed, counts);
    if (violation !== null && ++violations <= MOST_PRINTED) {
      console.log(`seed ${seed}: ${violation}\n  replay: node test/sim/simulate.js --trace ${seed}`);
    }
  }
  const seedsPerSecond = Math.round((seeds * 1_000) / (performance.now() - startedMs));
  console.log(JSON.stringify({ ...counts.all, violations, seedsPerSecond }));
  return violations === 0 && counts.all.epochsForNothing <= 1 + seeds / FOR_NOTHING ? 0 : 1;
}

/** @param {number} seed */
function trace(seed) {
  const { violation, traceHash } = runSeed(seed, new SimCounts(), (line) => console.log(line));
  console.log(`seed ${seed}: ${violation ?? 'no violation'}, trace ${traceHash.toString(16)}`);
  return violation === null ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));

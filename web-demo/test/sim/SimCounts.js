/** How often a run exercised what. */
export const KINDS = /** @type {const} */ ([
  'seeds',
  'devices',
  'entries',
  'deliveries',
  'losses',
  'duplicates',
  'reorders',
  'blackHoles',
  'partitions',
  'deviceCrashes',
  'serverCrashes',
  'storeOutages',
  'pathSwitches',
  'slowReaders',
  'skewedClocks',
  'memberChanges',
  'renames',
  'accepted',
  'replaced',
  'signOuts',
  'restores',
  'timeTravels',
  'copies',
  'takenOver',
  'wordsTakenBack',
  'epochs',
  'epochsForNothing',
  'brokenHellos',
  'queueFull',
  'tooLarge',
  'notAMember',
  'notAccepted',
  'refused',
  'resends',
  'detours',
  'hedges',
  'transcriptReads',
  'custodyTakenBack',
  'stored',
  'read',
]);

/** @typedef {(typeof KINDS)[number]} Kind */

/** What was not taken, by why. */
export const REFUSALS = /** @type {const} */ ({
  'queue-full': 'queueFull',
  'too-large': 'tooLarge',
  'not-a-member': 'notAMember',
  'not-accepted': 'notAccepted',
});

export class SimCounts {
  /** @type {{ [kind in Kind]: number }} */
  all = /** @type {any} */ (Object.fromEntries(KINDS.map((kind) => [kind, 0])));

  /**
   * @param {Kind} kind
   * @param {number} by
   */
  add(kind, by = 1) {
    this.all[kind] += by;
  }

  /** @param {SimCounts} other */
  addAll(other) {
    for (const kind of KINDS) {
      this.all[kind] += other.all[kind];
    }
  }
}

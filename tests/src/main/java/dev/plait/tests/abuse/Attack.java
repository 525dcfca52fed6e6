package dev.plait.tests.abuse;

/** What one account tries with all its devices. */
enum Attack {
  /** Bodies of one byte to as many devices as a group has. */
  MANY_TARGETS,
  /** The same, with as long a part for each as there may be. */
  MANY_PARTS,
  /** Questions about streams that nobody knows. */
  MANY_QUESTIONS,
  /** Entries that were never sent are taken back. */
  MANY_CANCELS,
  /** Acks of streams that nobody knows. */
  MANY_ACKS,
  /** One name after the other, which all in a large group are told. */
  MANY_NAMES,
  /** One group after the other, into which everybody known is asked. */
  MANY_GROUPS;

  /** Whether it needs a group that is as large as can be. */
  boolean needsMany() {
    return this == MANY_TARGETS || this == MANY_PARTS || isOverHttp();
  }

  /** Whether it is done by requests, not by frames. */
  boolean isOverHttp() {
    return this == MANY_NAMES || this == MANY_GROUPS;
  }
}

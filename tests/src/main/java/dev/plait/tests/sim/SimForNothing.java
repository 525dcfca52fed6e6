package dev.plait.tests.sim;

/**
 * The seed ends: where rows expire, a mark may stand for a set of entries that no sender tries, and
 * the epoch that it begins is for nothing (DLV-20). Without disks that go back no checker knows
 * what an epoch is.
 */
final class SimForNothing extends RuntimeException {}

package dev.plait.tests.chaos;

import java.util.List;

/**
 * Some are killed at once and come back one after the other.
 *
 * @param victims in the order in which they come back
 * @param afterMs wait before it
 * @param downMs how long all of them are away
 */
record Blow(List<Victim> victims, int afterMs, int downMs) {}

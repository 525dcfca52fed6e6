package dev.plait.tests.scenario;

/**
 * One act of the demo.
 *
 * @param name its name
 * @param durationMs how long it took
 * @param switchPauseMs longest silence that a reader noticed around the switch, 0 where there is
 *     none
 */
public record Act(String name, long durationMs, long switchPauseMs) {}

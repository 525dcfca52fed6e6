package dev.plait.peer.doctor;

/**
 * One check that was made, or not.
 *
 * @param name which one; docs/doctor.md lists them
 * @param detail what was found or measured, or why it was skipped; may hold text of others
 * @param todo the next thing to do, in one sentence; empty when there is nothing
 * @param ms how long it took
 */
public record Check(String name, Outcome outcome, String detail, String todo, long ms) {}

package dev.plait.store;

/**
 * What a device's queue holds.
 *
 * @param entries rows
 * @param bytes bodies and parts
 */
public record Usage(int entries, long bytes) {}

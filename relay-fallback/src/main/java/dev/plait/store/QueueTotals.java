package dev.plait.store;

/**
 * What all device queues hold together.
 *
 * @param queues devices that something waits for
 * @param entries rows
 * @param bytes bodies and parts, counted for each row
 * @param deepestEntries rows of the fullest queue
 */
public record QueueTotals(long queues, long entries, long bytes, long deepestEntries) {}

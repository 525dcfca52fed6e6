package dev.plait.relay;

/**
 * What counts against the limits of one device; what each may be is in {@link RelayLimits}.
 *
 * @param postedEntries posted by it and not answered at some target
 * @param postedBytes the same in bytes of bodies
 * @param sentEntries sent to its session and neither acked nor held there
 * @param sentBytes the same in bytes of bodies and parts
 */
public record DeviceLoad(int postedEntries, long postedBytes, int sentEntries, long sentBytes) {}

package dev.plait.relay;

import java.util.UUID;

/**
 * A session of a device.
 *
 * @param account whose device it is: what its devices ask for together has its share
 * @param device which one
 * @param number grows with each session of the device; an event of an older one is ignored
 */
public record SessionId(UUID account, UUID device, long number) {}

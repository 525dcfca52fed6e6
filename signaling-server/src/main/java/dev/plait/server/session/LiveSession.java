package dev.plait.server.session;

import java.util.UUID;

/**
 * One admitted connection of a device.
 *
 * @param number grows with every session of this node; fences late events of an older one
 * @param account whose
 * @param device which device
 * @param out the way to it
 */
public record LiveSession(long number, UUID account, UUID device, Outbound out) {}

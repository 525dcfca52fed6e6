package dev.plait.peer.core;

/**
 * How full a device's queues are; what each may hold at most is in {@link CoreSettings}.
 *
 * @param outboxEntries of the fullest own stream: entries that neither targets nor server have
 * @param outboxBytes the same in bytes of bodies
 * @param pendingEntries of the fullest other stream: held, or on their way to the disk
 * @param pendingBytes the same in bytes of bodies
 * @param unansweredEntries posted to the server and not answered
 * @param unansweredBytes the same in bytes of bodies
 */
public record CoreLoad(
    long outboxEntries,
    long outboxBytes,
    long pendingEntries,
    long pendingBytes,
    long unansweredEntries,
    long unansweredBytes) {}

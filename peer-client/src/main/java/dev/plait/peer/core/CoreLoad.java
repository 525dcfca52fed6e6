package dev.plait.peer.core;

/**
 * How full a device's queues are; what each may hold at most is in {@link CoreSettings}.
 *
 * @param outboxEntries of the fullest own stream: entries that neither targets nor server have
 * @param pendingEntries of the fullest other stream: held, or on their way to the disk
 * @param unansweredEntries posted to the server and not answered
 */
public record CoreLoad(int outboxEntries, int pendingEntries, int unansweredEntries) {}

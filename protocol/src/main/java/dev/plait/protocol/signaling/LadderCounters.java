package dev.plait.protocol.signaling;

/**
 * How often each rung of the recovery ladder was taken since the start.
 *
 * @param attempts connections begun by this side
 * @param opens channels opened
 * @param iceRestarts ICE restarts begun by this side
 * @param recoveries troubles that ended without a rebuild
 * @param rebuilds connections given up to be built anew
 * @param glares offers that met an own one
 * @param stale signals of an old connection dropped
 * @param resends offers and answers sent again
 */
public record LadderCounters(
    long attempts,
    long opens,
    long iceRestarts,
    long recoveries,
    long rebuilds,
    long glares,
    long stale,
    long resends) {}

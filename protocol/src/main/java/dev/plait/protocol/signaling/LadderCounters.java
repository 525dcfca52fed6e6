package dev.plait.protocol.signaling;

/**
 * What the recovery ladder has done since the start (SIG-12).
 *
 * @param iceRestart the channel or the network is in trouble: ICE is restarted
 * @param rebuild a connection was given up: another is built
 * @param relay the channel died: entries go through the server. Counted by the owner of the path
 * @param refresh TURN credentials in use expire: ICE is restarted with fresh ones
 * @param upgrade the pair leads through TURN: a direct one is looked for
 * @param attempts connections begun by this side
 * @param opens channels opened
 * @param glares offers that met an own one
 * @param stale signals of an old connection dropped
 * @param resends offers and answers sent again
 */
public record LadderCounters(
    RungCounters iceRestart,
    RungCounters rebuild,
    RungCounters relay,
    RungCounters refresh,
    RungCounters upgrade,
    long attempts,
    long opens,
    long glares,
    long stale,
    long resends) {
  /** Of a ladder that nothing was asked of. */
  public static final LadderCounters NONE = new Tally().snapshot();

  /** The same, with what the owner of the path has counted. */
  public LadderCounters withRelay(RungCounters counted) {
    return new LadderCounters(
        iceRestart, rebuild, counted, refresh, upgrade, attempts, opens, glares, stale, resends);
  }
}

package dev.plait.peer;

/**
 * What a peer has done since it connected.
 *
 * @param sent own messages taken
 * @param arrivedDirect messages that came over a data channel
 * @param arrivedRelay messages that came live through the server
 * @param arrivedStore messages that came from the device queue
 * @param framesDirect data-channel frames sent
 * @param framesServer WebSocket frames sent
 * @param pathSwitches changes of path
 */
public record Statistics(
    long sent,
    long arrivedDirect,
    long arrivedRelay,
    long arrivedStore,
    long framesDirect,
    long framesServer,
    long pathSwitches) {}

package dev.plait.turn.check;

/**
 * How a server relays.
 *
 * @param betweenClients whether to another of its clients; otherwise to a socket of this machine
 * @param roundTripMs through the server and back, the median of several
 * @param mbitPerS payload that arrived, with at most {@link RelayMeasurement#WINDOW_PACKETS}
 *     packets under way
 * @param lostPercent of the packets
 */
public record Relaying(
    boolean betweenClients, double roundTripMs, double mbitPerS, double lostPercent) {}

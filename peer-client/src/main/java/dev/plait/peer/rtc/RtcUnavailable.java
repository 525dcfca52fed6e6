package dev.plait.peer.rtc;

/**
 * Direct channels cannot be had on this machine; the peer goes on over relay and store.
 *
 * @param reason for a person: what is missing and, where known, how to get it
 */
public record RtcUnavailable(String reason) implements RtcAvailability {}

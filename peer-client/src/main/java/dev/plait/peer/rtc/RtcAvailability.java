package dev.plait.peer.rtc;

/** Whether this machine can have direct channels. */
public sealed interface RtcAvailability permits RtcFactory, RtcUnavailable {}

/**
 * STUN and TURN messages as bytes (pure: no clock, no random source, no I/O; RFC 8489, RFC 8656).
 */
@NullMarked
package dev.plait.turn.stun;

import org.jspecify.annotations.NullMarked;

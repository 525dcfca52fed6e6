/**
 * Asks STUN and TURN servers, as a client of theirs: binding, allocation, relaying, and how the
 * network between translates addresses. All calls block, with a limit.
 */
@NullMarked
package dev.plait.turn.probe;

import org.jspecify.annotations.NullMarked;

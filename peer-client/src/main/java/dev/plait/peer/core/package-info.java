/**
 * Composes the protocol's state machines into one device. Pure: no clock, thread, I/O or logger, so
 * that the simulator runs the very code that the peer runs.
 */
@NullMarked
package dev.plait.peer.core;

import org.jspecify.annotations.NullMarked;

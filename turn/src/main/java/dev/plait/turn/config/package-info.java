/** Writes the configuration of TURN servers (pure text: no clock, no I/O). */
@NullMarked
package dev.plait.turn.config;

import org.jspecify.annotations.NullMarked;

/** The commands for those who run TURN servers. */
@NullMarked
package dev.plait.turn.app;

import org.jspecify.annotations.NullMarked;

/** A network of this machine's own, cut off from all others, for a TURN server on trial. */
@NullMarked
package dev.plait.turn.lab;

import org.jspecify.annotations.NullMarked;

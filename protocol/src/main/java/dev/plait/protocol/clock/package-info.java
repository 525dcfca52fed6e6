/** Holds the hybrid logical clock that orders what different devices send. */
@NullMarked
package dev.plait.protocol.clock;

import org.jspecify.annotations.NullMarked;

/** Short-lived TURN credentials (pure: no clock, no I/O). */
@NullMarked
package dev.plait.turn.credential;

import org.jspecify.annotations.NullMarked;

/** Holds the sending and the receiving half of reliable delivery, without I/O, clock or thread. */
@NullMarked
package dev.plait.protocol.delivery;

import org.jspecify.annotations.NullMarked;

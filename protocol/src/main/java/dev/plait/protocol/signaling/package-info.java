/** Holds the state machines of negotiation and of connection recovery. */
@NullMarked
package dev.plait.protocol.signaling;

import org.jspecify.annotations.NullMarked;

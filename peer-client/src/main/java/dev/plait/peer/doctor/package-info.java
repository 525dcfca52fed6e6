/**
 * Finds out why something does not connect: from the address of the server to a message through
 * TURN, with the next thing to do for each fault. Every check blocks, with a limit.
 */
@NullMarked
package dev.plait.peer.doctor;

import org.jspecify.annotations.NullMarked;

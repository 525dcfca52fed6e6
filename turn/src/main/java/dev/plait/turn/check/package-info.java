/**
 * Whether a TURN server does its work and no more: relays between its clients, and relays to none
 * of the addresses that only it can reach.
 */
@NullMarked
package dev.plait.turn.check;

import org.jspecify.annotations.NullMarked;

/**
 * Drives the relay core: owns its thread, clock, mailbox and the thread that talks to the store.
 */
@NullMarked
package dev.plait.relay.driver;

import org.jspecify.annotations.NullMarked;

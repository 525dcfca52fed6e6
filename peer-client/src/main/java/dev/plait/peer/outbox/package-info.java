/** Keeps what a peer has on disk. */
@NullMarked
package dev.plait.peer.outbox;

import org.jspecify.annotations.NullMarked;

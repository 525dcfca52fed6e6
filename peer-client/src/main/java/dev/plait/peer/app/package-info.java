/** Offers the command line of a peer. */
@NullMarked
package dev.plait.peer.app;

import org.jspecify.annotations.NullMarked;

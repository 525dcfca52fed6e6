/** Drives the WebSocket to the signaling server. */
@NullMarked
package dev.plait.peer.link;

import org.jspecify.annotations.NullMarked;

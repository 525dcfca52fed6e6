/** Turns WebSocket bytes into frames and frames into bytes, over Jetty. */
@NullMarked
package dev.plait.server.ws;

import org.jspecify.annotations.NullMarked;

/** Serves the HTTP API beside the WebSocket. */
@NullMarked
package dev.plait.server.http;

import org.jspecify.annotations.NullMarked;

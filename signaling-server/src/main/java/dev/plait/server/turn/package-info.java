/** Which TURN servers a client is told, and for how long. */
@NullMarked
package dev.plait.server.turn;

import org.jspecify.annotations.NullMarked;

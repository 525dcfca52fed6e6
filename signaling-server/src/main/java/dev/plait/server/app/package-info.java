/** Wires the node together and starts it; the only wiring there is. */
@NullMarked
package dev.plait.server.app;

import org.jspecify.annotations.NullMarked;

/** Tells who is reachable and how. */
@NullMarked
package dev.plait.server.presence;

import org.jspecify.annotations.NullMarked;

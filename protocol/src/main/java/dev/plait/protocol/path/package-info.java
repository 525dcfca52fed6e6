/** Ranks the paths to a peer and decides when to migrate; never sends data. */
@NullMarked
package dev.plait.protocol.path;

import org.jspecify.annotations.NullMarked;

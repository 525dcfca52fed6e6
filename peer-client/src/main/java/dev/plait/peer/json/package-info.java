/** Reads and writes the small JSON of the HTTP API and of the command line's machine output. */
@NullMarked
package dev.plait.peer.json;

import org.jspecify.annotations.NullMarked;

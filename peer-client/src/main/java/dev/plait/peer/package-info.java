/** Offers the public API of a peer and owns its single thread. */
@NullMarked
package dev.plait.peer;

import org.jspecify.annotations.NullMarked;

/** Decides custody, fan-out and quotas of relayed entries, without I/O. */
@NullMarked
package dev.plait.relay;

import org.jspecify.annotations.NullMarked;

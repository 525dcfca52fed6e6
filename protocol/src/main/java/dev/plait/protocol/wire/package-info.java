/** Frames as records under one sealed {@code Frame}, each with its limits. */
@NullMarked
package dev.plait.protocol.wire;

import org.jspecify.annotations.NullMarked;

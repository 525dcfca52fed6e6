/** Translates between JSON and the frames of {@code wire}; the only package that sees Jackson. */
@NullMarked
package dev.plait.protocol.codec;

import org.jspecify.annotations.NullMarked;

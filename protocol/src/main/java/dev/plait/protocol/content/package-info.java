/** Describes what a message carries, apart from how it is delivered. */
@NullMarked
package dev.plait.protocol.content;

import org.jspecify.annotations.NullMarked;

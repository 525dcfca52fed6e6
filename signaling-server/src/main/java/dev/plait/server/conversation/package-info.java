/** Keeps conversation membership and routes entries by it. */
@NullMarked
package dev.plait.server.conversation;

import org.jspecify.annotations.NullMarked;

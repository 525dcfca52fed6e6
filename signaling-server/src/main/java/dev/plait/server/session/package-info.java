/** Drives one connection from its hello to its close. */
@NullMarked
package dev.plait.server.session;

import org.jspecify.annotations.NullMarked;

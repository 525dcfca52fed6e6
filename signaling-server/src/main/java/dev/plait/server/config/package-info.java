/** Holds one validated record per concern; secrets redact themselves. */
@NullMarked
package dev.plait.server.config;

import org.jspecify.annotations.NullMarked;

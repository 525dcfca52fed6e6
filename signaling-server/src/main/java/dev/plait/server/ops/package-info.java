/** Reports health and metrics. */
@NullMarked
package dev.plait.server.ops;

import org.jspecify.annotations.NullMarked;

/** What an operator sees of a node: its log, the audit log, health and metrics. */
@NullMarked
package dev.plait.server.ops;

import org.jspecify.annotations.NullMarked;

/** Keeps the queues in H2 or PostgreSQL over JDBC. */
@NullMarked
package dev.plait.store.jdbc;

import org.jspecify.annotations.NullMarked;

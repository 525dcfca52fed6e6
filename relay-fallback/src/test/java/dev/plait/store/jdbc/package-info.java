/** The store on real databases. */
@NullMarked
package dev.plait.store.jdbc;

import org.jspecify.annotations.NullMarked;

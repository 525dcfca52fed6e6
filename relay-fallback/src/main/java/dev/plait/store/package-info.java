/** Declares the queue port through which the relay keeps entries. */
@NullMarked
package dev.plait.store;

import org.jspecify.annotations.NullMarked;

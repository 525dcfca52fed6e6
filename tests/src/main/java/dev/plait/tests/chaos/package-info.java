/** Kills real processes and counts what was lost or doubled. */
@NullMarked
package dev.plait.tests.chaos;

import org.jspecify.annotations.NullMarked;

/** Holds the rules of the architecture as tests. */
@NullMarked
package dev.plait.tests.arch;

import org.jspecify.annotations.NullMarked;

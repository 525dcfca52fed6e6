/** Simulates peers, paths and relay under one seed, with a checker for each invariant. */
@NullMarked
package dev.plait.tests.sim;

import org.jspecify.annotations.NullMarked;

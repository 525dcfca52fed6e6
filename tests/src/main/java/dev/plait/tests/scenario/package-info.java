/** Plays whole stories, among them the demo, against real parts. */
@NullMarked
package dev.plait.tests.scenario;

import org.jspecify.annotations.NullMarked;

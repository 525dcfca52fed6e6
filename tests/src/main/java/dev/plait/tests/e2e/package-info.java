/** Tests real peers against a real node. */
@NullMarked
package dev.plait.tests.e2e;

import org.jspecify.annotations.NullMarked;

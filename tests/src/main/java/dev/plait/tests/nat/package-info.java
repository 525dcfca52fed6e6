/** The NAT laboratory: real peers behind real address translation, in network namespaces. */
@NullMarked
package dev.plait.tests.nat;

import org.jspecify.annotations.NullMarked;

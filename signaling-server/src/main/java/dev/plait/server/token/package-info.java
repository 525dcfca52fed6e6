/** Issues and verifies the tokens that admit a device. */
@NullMarked
package dev.plait.server.token;

import org.jspecify.annotations.NullMarked;

/** Holds accounts, their devices and their credentials. */
@NullMarked
package dev.plait.server.account;

import org.jspecify.annotations.NullMarked;

/** Carries doorbells from node to node; declares the port and its adapters. */
@NullMarked
package dev.plait.server.bus;

import org.jspecify.annotations.NullMarked;

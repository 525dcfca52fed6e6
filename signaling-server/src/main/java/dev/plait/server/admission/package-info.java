/** Decides who may ask and how often, and names every refusal. */
@NullMarked
package dev.plait.server.admission;

import org.jspecify.annotations.NullMarked;

/**
 * What every program of this project does alike: how it reads its arguments, prints, fails, ends,
 * and keeps its folder to itself. It is in this module since all that have a command line see it.
 */
@NullMarked
package dev.plait.turn.program;

import org.jspecify.annotations.NullMarked;

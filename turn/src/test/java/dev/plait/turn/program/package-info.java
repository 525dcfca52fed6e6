@org.jspecify.annotations.NullMarked
package dev.plait.turn.program;

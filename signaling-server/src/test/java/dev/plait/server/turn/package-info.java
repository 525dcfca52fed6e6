@org.jspecify.annotations.NullMarked
package dev.plait.server.turn;

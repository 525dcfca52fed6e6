/**
 * Decides how a conversation reads: what is a message and shown once, what changes it, whose it is,
 * how people and groups are named, on which day it was, what is unread (transcript.md). Pure;
 * pages, terminals and windows draw what this says.
 */
@NullMarked
package dev.plait.protocol.transcript;

import org.jspecify.annotations.NullMarked;

package dev.plait.peer.app;

import dev.plait.protocol.wire.RefusalCode;

/** Why somebody does not get a message, for a person who reads it on a terminal. Pure. */
final class RefusalWords {
  private RefusalWords() {}

  static String of(RefusalCode code) {
    return switch (code) {
      case QUEUE_FULL -> "their queue is full";
      case EXPIRED -> "it waited longer than 30 days";
      case TOO_LARGE -> "it is too large";
      case NOT_A_MEMBER -> "no longer in the conversation";
      case ROSTER_CHANGED -> "the members have changed meanwhile";
      case CONFLICT -> "the server has another message under this number";
      case UNAVAILABLE -> "the server cannot keep it now";
      case WINDOW_EXCEEDED -> "the server has not taken earlier ones yet";
      case NOT_REACHABLE -> "not reachable now";
      case FORBIDDEN -> "not accepted, or blocked";
      case BAD_TOKEN -> "the session is over";
    };
  }
}

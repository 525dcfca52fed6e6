package dev.plait.server.conversation;

import java.util.Locale;

/** How an account stands to a conversation. */
enum MemberState {
  /** Invited, has not answered. */
  REQUESTED,
  /** Takes part. */
  ACCEPTED,
  /** Said no, or did not answer for too long; the others cannot tell this from REQUESTED. */
  DECLINED,
  /** Wants nothing of who asked; the others cannot tell this from REQUESTED. */
  BLOCKED;

  /** Whether the conversation is one of the account's, so that it sees the roster. */
  boolean sees() {
    return this == REQUESTED || this == ACCEPTED;
  }

  /** As in the table. */
  String stored() {
    return name().toLowerCase(Locale.ROOT);
  }

  static MemberState of(String stored) {
    return valueOf(stored.toUpperCase(Locale.ROOT));
  }
}

package dev.plait.server.conversation;

import java.util.Locale;

/** How an account stands to a conversation. */
enum MemberState {
  /** Invited, has not answered. */
  REQUESTED,
  /** Takes part. */
  ACCEPTED,
  /** Wants nothing of it; the others cannot tell this from REQUESTED. */
  BLOCKED;

  /** As in the table. */
  String stored() {
    return name().toLowerCase(Locale.ROOT);
  }

  static MemberState of(String stored) {
    return valueOf(stored.toUpperCase(Locale.ROOT));
  }
}

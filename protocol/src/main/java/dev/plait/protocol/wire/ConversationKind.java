package dev.plait.protocol.wire;

/** What sort of conversation. */
public enum ConversationKind {
  /** Exactly two accounts, for good. */
  DIRECT,
  /** Any number of accounts up to the limit. */
  GROUP
}

/**
 * What the body of an entry says (protocol.md, section "Content"). Only devices read it. Files, calls and whatever else
 * comes later arrive as `unknown` and are kept. Never changed once made.
 */

/** @typedef {{ kind: 'text', text: string }} Text a message */

/** @typedef {{ kind: 'reply', message: string, text: string }} Reply a message that answers another, named by its id */

/**
 * Replaces the text of an own earlier message; from another account it has no effect.
 *
 * @typedef {{ kind: 'edit', message: string, text: string }} Edit
 */

/**
 * Takes back an own earlier message; from another account it has no effect.
 *
 * @typedef {{ kind: 'delete', message: string }} Delete
 */

/**
 * Adds or removes a reaction of the sender's account. `emoji`: 1 to `EMOJI_CHARS` characters.
 *
 * @typedef {{ kind: 'reaction', message: string, emoji: string, removed: boolean }} Reaction
 */

/**
 * The sender's account has read a stream of this conversation up to a point.
 *
 * @typedef {{ kind: 'read', device: string, epoch: string, through: number }} Read
 */

/**
 * A kind that this version does not know, or a known one that is malformed. `sentKind`: as it came, empty when there was
 * none; `raw`: the whole body, kept for a later version.
 *
 * @typedef {{ kind: 'unknown', sentKind: string, raw: Uint8Array }} Unknown
 */

/** @typedef {Text | Reply | Edit | Delete | Reaction | Read | Unknown} Content */

/** Longest emoji: the longest joined sequences have some 30 UTF-16 units. */
export const EMOJI_CHARS = 64;

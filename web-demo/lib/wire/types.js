/**
 * Everything that travels, as it is in memory: the objects of docs/protocol.md with `type` first, bytes as `Uint8Array`
 * (absent: `undefined`), `hlc` as bigint, `epoch` as decimal text, optional fields filled in with what their absence
 * means, `after` always filled in. The codec has checked every limit before a received frame exists. Frames are never
 * changed once made.
 *
 * In Java these are the records of the package `wire`, one file each.
 */

/** @typedef {import('./StreamId.js').StreamId} StreamId */
/** @typedef {import('./RefusalCode.js').RefusalCode} RefusalCode */
/** @typedef {import('./CloseCode.js').CloseCode} CloseCode */

/** @typedef {[number, number]} Range a run of sequence numbers, both ends inclusive, 1 <= from <= through < 2^53 */

/** @typedef {'direct' | 'group'} ConversationKind two accounts, for good; or any number up to the limit */

/** @typedef {'online' | 'away' | 'offline'} PresenceState */

/**
 * One entry of a stream, the same for every target and every path.
 *
 * @typedef {object} Entry
 * @property {number} seq position in the stream: 1, 2, 3 …, below 2^53
 * @property {string} id message id
 * @property {bigint} hlc hybrid logical clock, unsigned 64-bit
 * @property {Uint8Array} body opaque bytes, at most `Limits.BODY_BYTES`
 */

/**
 * How one entry is addressed to one target device.
 *
 * @typedef {object} Address
 * @property {string} target the device
 * @property {number} after seq of the previous entry addressed to that target; 0 for the first
 * @property {Uint8Array} [part] opaque bytes for this target only, at most `Limits.PART_BYTES`
 */

/**
 * An entry as one target sees it.
 *
 * @typedef {Entry & { after: number, part?: Uint8Array | undefined }} AddressedEntry
 */

/**
 * An entry on its way to the server, with everyone it is for: 1 to `Limits.TARGETS`, no device twice.
 *
 * @typedef {Entry & { to: Address[] }} PostedEntry
 */

/**
 * What a receiver has of one stream.
 *
 * @typedef {object} StreamPosition
 * @property {string} conv
 * @property {string} device the sending device
 * @property {string} epoch
 * @property {number} cursor last entry committed, 0 for none
 * @property {bigint} mark what binds the cursor to the entries that were received up to it (DLV-20); 0 when the cursor is
 * @property {Range[]} held later entries kept until the hole before them is filled, ascending, not touching
 */

/**
 * One account in a roster.
 *
 * @typedef {object} Member
 * @property {string} account
 * @property {string} handle its unique handle
 * @property {string} displayName what to show; may be empty
 * @property {number} [nameVersion] that of the `renamed` which brought the name; 0, or left out, for its first one
 * @property {boolean} owner whether it may add and remove members
 * @property {boolean} accepted false while the account has not answered the request yet
 * @property {string[]} devices its devices that take entries
 * @property {string[]} [signedOut] those of `devices` that are signed out: what is for them waits at the server, and nobody
 *   talks to them directly (SES-13)
 */

/**
 * First frame of a client, within 10 s of the upgrade. `token` is never logged. `incarnations`: unsigned decimal texts,
 * drawn at random for each start of the device: the present one, then those before it (SES-11); empty for not told.
 * `changes`: up to which change of the account's conversations the device knows all, as `changes` told it (SES-14);
 * `latest`: the highest version of a roster that it was told since; 0 for none.
 *
 * @typedef {{ type: 'hello', version: number, device: string, token: string, incarnations: string[], changes: number,
 *   latest: number, software: string }} Hello
 */

/**
 * The server's answer to `hello`; rosters, then the backlog, then `live` follow. The window: most entries and bytes of
 * bodies posted and neither stored, delivered nor refused. `lastIncarnation`: the newest that was known of the
 * device; '0' for unknown.
 *
 * @typedef {{ type: 'welcome', session: string, account: string, serverTimeMs: number, tokenExpiresAtMs: number,
 *   pingIntervalMs: number, windowEntries: number, windowBytes: number, lastIncarnation: string }} Welcome
 */

/**
 * Entries for relay or store, in seq order. `ref` is the client's own number, 0 for none, echoed in a refusal.
 *
 * @typedef {{ type: 'post', ref: number, conv: string, epoch: string, rosterVersion: number,
 *   entries: PostedEntry[] }} Post
 */

/**
 * Takes back what one target has not acked yet (re-base): rows up to and including `through`.
 *
 * @typedef {{ type: 'cancel', ref: number, conv: string, epoch: string, target: string, through: number }} Cancel
 */

/**
 * Entries of one stream for this device, in seq order. `stored`: from the device queue rather than live.
 *
 * @typedef {{ type: 'entries', conv: string, device: string, epoch: string, stored: boolean,
 *   entries: AddressedEntry[] }} Entries
 */

/**
 * A device says what it has committed. Goes back the way the entries came. `proof` is passed on to the sender.
 *
 * @typedef {{ type: 'ack', conv: string, device: string, epoch: string, cursor: number, mark: bigint, held: Range[],
 *   proof?: Uint8Array | undefined }} Ack
 */

/**
 * What a device has, on every connect and path switch. `in`: streams that it receives; `out`: own streams with entries
 * that are not delivered everywhere.
 *
 * @typedef {{ type: 'have', in: StreamPosition[], out: StreamId[] }} Have
 */

/**
 * What became of own entries at one target. `delivered`: its cursor as last acked, 0 for unknown; `held`: what it holds
 * beyond; `stored`: entries that the server has committed for it (I3). `mark` of the cursor, `storedMark`: the fold of
 * what `stored` names, from 0 (DLV-20); both 0 when there is nothing.
 *
 * @typedef {{ type: 'receipt', conv: string, device: string, epoch: string, target: string, delivered: number,
 *   mark: bigint, held: Range[], stored: Range[], storedMark: bigint, proof?: Uint8Array | undefined }} Receipt
 */

/**
 * The server has told all that it knows of an own stream. `ref` of the `cancel` that it answers, 0 when `have.out` asked.
 *
 * @typedef {{ type: 'told', ref: number, conv: string, device: string, epoch: string }} Told
 */

/**
 * Something asked for was not done, and nothing of it was kept. The stream's three fields are all there or none;
 * without `target` it is about all targets. `retryAfterMs`: 0 when not said.
 *
 * @typedef {{ type: 'refused', ref: number, code: RefusalCode, message: string, conv?: string | undefined,
 *   device?: string | undefined, epoch?: string | undefined, target?: string | undefined, seqs: Range[],
 *   retryAfterMs: number }} Refused
 */

/** @typedef {{ type: 'live' }} Live the backlog is drained; from here entries come live */

/**
 * Negotiation between two devices that share an accepted conversation; opaque to the server. `device`: the target from a
 * client, the origin from the server.
 *
 * @typedef {{ type: 'signal', conv: string, device: string, payload: string }} Signal
 */

/**
 * Presence of an account; from a client about itself, without `account`. `lastSeenMs`: 0 for unknown.
 *
 * @typedef {{ type: 'presence', account?: string | undefined, state: PresenceState, lastSeenMs: number }} Presence
 */

/**
 * Typing in a conversation; without `device` from a client.
 *
 * @typedef {{ type: 'typing', conv: string, device?: string | undefined, active: boolean }} Typing
 */

/** @typedef {{ type: 'token', token: string }} Token a fresh access token for the live session; never logged */

/** @typedef {{ type: 'token-accepted', expiresAtMs: number }} TokenAccepted */

/**
 * Who is in a conversation, the reader's own account included; sent after `welcome` for each, and on every change.
 *
 * @typedef {{ type: 'roster', conv: string, version: number, kind: ConversationKind, title: string,
 *   members: Member[] }} Roster
 */

/**
 * Somebody is called otherwise from now on, in all conversations (SES-15). `displayName` may be empty.
 *
 * @typedef {{ type: 'renamed', account: string, version: number, displayName: string }} Renamed
 */

/** @typedef {{ type: 'gone', conv: string, version: number }} Gone this account is no longer in the conversation */

/**
 * The server has told what had changed in the account's conversations; the queue follows. `through`, for the next `hello`: up to
 * here all is told; 0 for nothing. `all`: every conversation was told since `welcome`, and any other is gone.
 *
 * @typedef {{ type: 'changes', through: number, all: boolean }} Changes
 */

/**
 * Last frame before the server closes. `retryAfterMs`: earliest reconnect; meaningless when the code forbids it.
 *
 * @typedef {{ type: 'bye', code: CloseCode, message: string, retryAfterMs: number }} Bye
 */

/** @typedef {{ type: 'ping', n: number }} Ping asks for a `pong` with the same number */

/** @typedef {{ type: 'pong', n: number, timeMs: number }} Pong `timeMs`: the answerer's clock, ms since 1970 */

/** @typedef {{ type: 'fin' }} Fin a planned close of the data channel: nothing more comes from this side */

/** @typedef {{ type: 'fin-ack' }} FinAck everything before the other side's `fin` was taken; the channel may close */

/**
 * A frame that a device may send to the server.
 *
 * @typedef {Hello | Post | Cancel | Ack | Have | Signal | Presence | Typing | Token | Ping | Pong} ClientFrame
 */

/**
 * A frame that the server may send to a device.
 *
 * @typedef {Welcome | Roster | Gone | Changes | Renamed | Entries | Receipt | Told | Refused | Live | Signal | Presence
 *   | Typing | TokenAccepted | Bye | Ping | Pong} ServerFrame
 */

/** @typedef {Entries | Ack | Have | Ping | Pong | Fin | FinAck} PeerFrame a frame on a data channel */

/** @typedef {ClientFrame | ServerFrame | PeerFrame} Frame */

export {};

/** Every limit of the wire protocol, in one place (I7; protocol.md, section "Limits"). */
export const Limits = Object.freeze({
  /** Highest sequence number, exclusive: integers below 2^53 are exact numbers here. */
  SEQ_END: 2 ** 53,

  /** Largest body in bytes: in base64 it still fits one frame of 64 KiB, RFC 8841's default. */
  BODY_BYTES: 32 * 1024,

  /** Largest `part`: opaque bytes per target beside `after`. */
  PART_BYTES: 512,

  /** Largest `proof` in an ack. */
  PROOF_BYTES: 32,

  /** Largest WebSocket message in bytes, either way. */
  FRAME_BYTES: 256 * 1024,

  /** Largest data-channel message in bytes; a single large entry may need it. */
  CHANNEL_FRAME_BYTES: 64 * 1024,

  /** What a sender fills a data-channel message up to: 16 KiB interoperates everywhere. */
  CHANNEL_BATCH_BYTES: 16 * 1024,

  /** Most entries in one post or entries frame. */
  FRAME_ENTRIES: 256,

  /** Most target devices of one entry. */
  TARGETS: 256,

  /** Most ranges in one list of held or stored entries. */
  RANGES: 64,

  /** Most streams in one `have`; more go in further frames. */
  HAVE_STREAMS: 256,

  /** Longest signal payload in characters: a large SDP has some 10 KiB. */
  SIGNAL_CHARS: 32 * 1024,

  /** Longest free text (titles, names, messages of refusals) in characters. */
  TEXT_CHARS: 512,

  /** Most starts of a device that are kept and told: 1.5 kB of a `hello` (SES-11). */
  INCARNATIONS: 64,

  /** Longest access token in characters. */
  TOKEN_CHARS: 4096,
});

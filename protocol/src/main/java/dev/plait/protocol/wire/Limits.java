package dev.plait.protocol.wire;

/** Every limit of the wire protocol, in one place (I7; protocol.md, section "Limits"). */
public final class Limits {
  /** Highest sequence number, exclusive: integers below 2^53 survive JavaScript. */
  public static final long SEQ_END = 1L << 53;

  /** Largest body in bytes: in base64 it still fits one frame of 64 KiB, RFC 8841's default. */
  public static final int BODY_BYTES = 32 * 1024;

  /** Largest {@code part}: opaque bytes per target beside {@code after}. */
  public static final int PART_BYTES = 512;

  /** Largest {@code proof} in an ack. */
  public static final int PROOF_BYTES = 32;

  /** Largest WebSocket message in bytes, either way. */
  public static final int FRAME_BYTES = 256 * 1024;

  /** Largest data-channel message in bytes; a single large entry may need it. */
  public static final int CHANNEL_FRAME_BYTES = 64 * 1024;

  /** What a sender fills a data-channel message up to: 16 KiB interoperates everywhere. */
  public static final int CHANNEL_BATCH_BYTES = 16 * 1024;

  /** Most entries in one post or entries frame. */
  public static final int FRAME_ENTRIES = 256;

  /** Most target devices of one entry. */
  public static final int TARGETS = 256;

  /** Most ranges in one list of held or stored entries. */
  public static final int RANGES = 64;

  /** Most streams in one {@code have}; more go in further frames. */
  public static final int HAVE_STREAMS = 256;

  /** Longest signal payload in characters: a large SDP has some 10 KiB. */
  public static final int SIGNAL_CHARS = 32 * 1024;

  /** Longest free text (titles, names, messages of refusals) in characters. */
  public static final int TEXT_CHARS = 512;

  /** Most starts of a device that are kept and told: 1.5 kB of a {@code hello} (SES-11). */
  public static final int INCARNATIONS = 64;

  /** Longest access token in characters. */
  public static final int TOKEN_CHARS = 4096;

  private Limits() {}
}

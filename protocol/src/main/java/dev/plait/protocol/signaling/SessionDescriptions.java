package dev.plait.protocol.signaling;

/** Reads the few lines of a session description (RFC 8866) that matter here. Stateless. */
public final class SessionDescriptions {
  private static final String FINGERPRINT = "a=fingerprint:";
  private static final String UFRAG = "a=ice-ufrag:";
  private static final String CANDIDATE_UFRAG = " ufrag ";
  private static final String MAX_MESSAGE_SIZE = "a=max-message-size:";

  /** What a description without {@code a=max-message-size} means (RFC 8841 §6.1). */
  public static final int DEFAULT_MAX_MESSAGE_BYTES = 64 * 1024;

  private SessionDescriptions() {}

  /**
   * Whether {@code sdp} names exactly one DTLS fingerprint. With several, libwebrtc takes the last
   * one, so that a check of the first would prove nothing.
   */
  public static boolean hasOneFingerprint(String sdp) {
    return sdp.lines().filter(line -> line.startsWith(FINGERPRINT)).count() == 1;
  }

  /**
   * The name of its ICE credentials (RFC 8839 §5.4), empty for none: another with each ICE restart.
   */
  public static String ufrag(String sdp) {
    return sdp.lines()
        .filter(line -> line.startsWith(UFRAG))
        .map(line -> line.substring(UFRAG.length()).strip())
        .findFirst()
        .orElse("");
  }

  /** The same of a candidate line whose maker tells it there. */
  public static String ufragOf(String candidate) {
    int at = candidate.indexOf(CANDIDATE_UFRAG);
    return at < 0 ? "" : candidate.substring(at + CANDIDATE_UFRAG.length()).split("\\s", 2)[0];
  }

  /** The largest message in bytes that the describing side takes; 0 on the wire means no limit. */
  public static int maxMessageBytes(String sdp) {
    String text =
        sdp.lines()
            .filter(line -> line.startsWith(MAX_MESSAGE_SIZE))
            .map(line -> line.substring(MAX_MESSAGE_SIZE.length()).strip())
            .findFirst()
            .orElse("");
    if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return DEFAULT_MAX_MESSAGE_BYTES;
    }
    long bytes = Long.parseLong(text);
    return bytes == 0 ? Integer.MAX_VALUE : (int) Math.min(bytes, Integer.MAX_VALUE);
  }
}

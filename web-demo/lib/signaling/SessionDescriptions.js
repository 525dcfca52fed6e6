const FINGERPRINT = 'a=fingerprint:';
const UFRAG = 'a=ice-ufrag:';
const MAX_MESSAGE_SIZE = 'a=max-message-size:';

/** What a description without `a=max-message-size` means (RFC 8841 §6.1). */
export const DEFAULT_MAX_MESSAGE_BYTES = 64 * 1024;

/** Reads the few lines of a session description (RFC 8866) that matter here. */
export class SessionDescriptions {
  /**
   * Whether `sdp` names exactly one DTLS fingerprint. With several, libwebrtc takes the last one, so that a check of the
   * first would prove nothing (SIG-6).
   *
   * @param {string} sdp
   */
  static hasOneFingerprint(sdp) {
    return lines(sdp).filter((line) => line.startsWith(FINGERPRINT)).length === 1;
  }

  /** The name of its ICE credentials (RFC 8839 §5.4), undefined for none: another with each ICE restart. @param {string} sdp */
  static ufrag(sdp) {
    return lines(sdp)
      .find((line) => line.startsWith(UFRAG))
      ?.slice(UFRAG.length)
      .trim();
  }

  /** The same of a candidate line whose maker tells it there. @param {string} candidate */
  static ufragOf(candidate) {
    return / ufrag (\S+)/.exec(candidate)?.[1];
  }

  /**
   * The largest message in bytes that the describing side takes; 0 on the wire means no limit, here `Infinity`.
   *
   * @param {string} sdp
   */
  static maxMessageBytes(sdp) {
    const line = lines(sdp).find((one) => one.startsWith(MAX_MESSAGE_SIZE));
    const text = line === undefined ? '' : line.slice(MAX_MESSAGE_SIZE.length).trim();
    if (!/^[0-9]{1,18}$/.test(text)) {
      return DEFAULT_MAX_MESSAGE_BYTES;
    }
    return Number(text) === 0 ? Infinity : Number(text);
  }
}

/** @param {string} sdp */
function lines(sdp) {
  return sdp.split(/\r\n|\r|\n/);
}

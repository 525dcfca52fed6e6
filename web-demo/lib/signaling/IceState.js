/**
 * What the ICE agent says of a connection (W3C webrtc §5.6.4): looking for a pair; a pair works; the pair stopped
 * answering and may recover; no pair works.
 *
 * @typedef {'checking' | 'connected' | 'disconnected' | 'failed'} IceState
 */

export {};

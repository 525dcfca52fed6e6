/**
 * One end of the candidate pair that a channel uses (W3C webrtc-stats, RTCIceCandidateStats). `relayProtocol`: how an own
 * end of type `relay` talks to its TURN server, else empty.
 *
 * @typedef {{ type: string, protocol: string, relayProtocol: string }} PairEnd
 */

export {};

/**
 * The browser library: chat that never loses its thread. Begin with {@link Peer}.
 */
export { AccountRequests } from './AccountRequests.js';
export { compareTranscript } from './clock/TranscriptOrder.js';
export { ContentCodec } from './codec/ContentCodec.js';
export { Amendments } from './content/Amendments.js';
export { countedDevices } from './core/Rosters.js';
export { ApiError } from './drivers/ApiError.js';
export { knownDevices } from './drivers/KnownDevices.js';
export { Outgoing, forwardStatus, leastStatus } from './Outgoing.js';
export { Peer } from './Peer.js';
export { SendRefused } from './PeerEngine.js';
export { eraseDevice } from './signIn.js';

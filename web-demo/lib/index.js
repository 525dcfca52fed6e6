/**
 * The browser library: chat that never loses its thread. Begin with {@link Peer}.
 */
export { AccountRequests } from './AccountRequests.js';
export { ContentCodec } from './codec/ContentCodec.js';
export { ApiError } from './drivers/ApiError.js';
export { knownDevices } from './drivers/KnownDevices.js';
export { Outgoing, isFurther, leastStatus } from './Outgoing.js';
export { Peer } from './Peer.js';
export { SendRefused } from './PeerEngine.js';
export { eraseDevice } from './signIn.js';

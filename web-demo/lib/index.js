/**
 * The browser library: chat that never loses its thread. Begin with {@link Peer}.
 */
export { AccountRequests } from './AccountRequests.js';
export { compareTranscript } from './clock/TranscriptOrder.js';
export { ContentCodec } from './codec/ContentCodec.js';
export { countedDevices } from './core/Rosters.js';
export { ApiError } from './drivers/ApiError.js';
export { knownDevices } from './drivers/KnownDevices.js';
export { Outgoing, forwardStatus, leastStatus } from './Outgoing.js';
export { Peer } from './Peer.js';
export { SendRefused } from './SendRefused.js';
export { eraseDevice } from './signIn.js';
export { Amendments } from './transcript/Amendments.js';
export { conversationName } from './transcript/ConversationName.js';
export { dayLabel, dayOf } from './transcript/Days.js';
export { nameLabel, personName, unknownPerson } from './transcript/PersonName.js';
export { countThrough, keyOf, Transcript } from './transcript/Transcript.js';
export { countsAsMessage, isUnread } from './transcript/Unread.js';
export { visibleText } from './transcript/VisibleText.js';

/** @typedef {import('./content/Content.js').Content} Content */
/** @typedef {import('./transcript/Amendments.js').Reading} Reading */
/** @typedef {import('./drivers/KnownDevices.js').KnownDevice} KnownDevice */
/** @typedef {import('./drivers/ServerApi.js').Profile} Profile */
/** @typedef {import('./History.js').TranscriptEntry} TranscriptEntry */
/** @typedef {import('./Outgoing.js').Status} Status */
/** @typedef {import('./Peer.js').Connection} Connection */
/** @typedef {import('./Peer.js').Credentials} Credentials */
/** @typedef {import('./Peer.js').PeerEvent} PeerEvent */
/** @typedef {import('./PathInfo.js').PathInfo} PathInfo */
/** @typedef {import('./wire/types.js').Member} Member */
/** @typedef {import('./wire/types.js').Roster} Roster */

// The shapes that the page works with. Data of the library is as docs/protocol.md and the library describe it.

/**
 * @typedef {'queued' | 'sent' | 'stored' | 'delivered' | 'read' | 'refused'} Status
 *
 * @typedef {object} Entry one entry of a transcript, as the library's history gives it
 * @property {string} id
 * @property {string} conv
 * @property {string} device the sending device
 * @property {string} epoch
 * @property {number} seq
 * @property {bigint} hlc
 * @property {number} atMs
 * @property {any} content an object with `kind`; `unknown` for what this version does not understand
 * @property {'self' | 'direct' | 'relay' | 'store'} by
 * @property {Status} [status] own entries only, as are the next two
 * @property {Record<string, Status>} [statuses] by target device
 * @property {Record<string, string>} [refusals] codes by target device
 *
 * @typedef {object} Member
 * @property {string} account
 * @property {string} handle
 * @property {string} [displayName]
 * @property {boolean} [owner]
 * @property {boolean} [accepted]
 * @property {string[]} devices
 *
 * @typedef {object} Roster
 * @property {string} conv
 * @property {number} version
 * @property {'direct' | 'group'} kind
 * @property {string} [title]
 * @property {Member[]} members
 *
 * @typedef {object} PathReport why a device is reached the way it is
 * @property {string} device
 * @property {'direct' | 'relay' | 'none'} path
 * @property {string} via the way as exactly as it is known: `turn-tls` and so on
 * @property {number} generation
 * @property {string} reason what changed last
 * @property {string} why the same in a sentence
 * @property {string} candidatePair empty when there is none
 * @property {number} rttMs 0 for unknown
 * @property {string[]} tried latest last
 * @property {Record<string, number | Rung>} [ladder] recovery rungs by name, and other counts
 * @property {number} [bytesSent]
 * @property {number} [bytesReceived]
 *
 * @typedef {{requested: number, notNeeded: number, succeeded: number, failed: number}} Rung what became of a rung of recovery
 *
 * @typedef {object} Person
 * @property {string} handle
 * @property {string} [displayName]
 *
 * @typedef {object} Preview the last message, for the list
 * @property {string} account
 * @property {string} text
 * @property {number} atMs
 * @property {bigint} hlc
 *
 * @typedef {object} Conversation one line of the list
 * @property {Roster} roster
 * @property {Preview} [last]
 * @property {number} unread
 * @property {number} news grows with each change of the two before, so that what was read meanwhile is known to be old
 * @property {string} busy what is being done with it, in words
 * @property {Map<string, number>} typing until when, by device
 * @property {PathReport[]} paths
 *
 * @typedef {object} Draft a text being written
 * @property {string} text
 * @property {string} [reply] message answered
 * @property {string} [edit] message being changed
 * @property {string} [quote] what the message says, to show
 * @property {string} [before] what was written before the change began
 *
 * @typedef {object} Unsent handed to the library, which has not said yet that it is durable
 * @property {string} id
 * @property {any} content
 * @property {number} atMs
 * @property {Failure} [failure]
 *
 * @typedef {object} Failure
 * @property {string} what happened
 * @property {string} todo what a person can do about it
 *
 * @typedef {object} Notice
 * @property {number} id
 * @property {'good' | 'bad'} tone
 * @property {string} what
 * @property {string} [todo]
 *
 * @typedef {object} Known a device of this browser profile
 * @property {string} device
 * @property {string} account
 * @property {string} handle
 * @property {string} server
 *
 * @typedef {object} Trial the two-window trial, as this window sees it
 * @property {'first' | 'second'} window
 * @property {string} handle
 * @property {string} password
 * @property {string} [other] handle in the other window
 */
export {};

/**
 * What `Negotiation` wants done, in order. `connection` is a local number: one for each peer connection that this side
 * opens.
 *
 * - `open`: open a peer connection with its one data channel.
 * - `make-offer`: make an offer and set it, with fresh ICE credentials for `iceRestart`; then `handleLocalOffer`.
 * - `rollback`: take the own pending offer back.
 * - `take-offer`: set the remote offer, make an answer and set it; then `handleLocalAnswer`.
 * - `take-answer`: set the remote answer; then `handleAnswerTaken`.
 * - `add-candidate`: add a remote candidate; a failure is of no consequence.
 * - `close`: close and dispose of the connection.
 * - `send`: send to the other device.
 * - `want-servers`: ask for ICE servers anew: those that are known did not help.
 * - `peer-violation`: the other device broke a rule; what it sent was dropped.
 *
 * @typedef {{ effect: 'open', connection: number }
 *   | { effect: 'make-offer', connection: number, iceRestart: boolean }
 *   | { effect: 'rollback', connection: number }
 *   | { effect: 'take-offer', connection: number, sdp: string }
 *   | { effect: 'take-answer', connection: number, sdp: string }
 *   | { effect: 'add-candidate', connection: number, candidate: import('./SignalPayload.js').Candidate }
 *   | { effect: 'close', connection: number, reason: string }
 *   | { effect: 'send', payload: import('./SignalPayload.js').SignalPayload }
 *   | { effect: 'want-servers' }
 *   | { effect: 'peer-violation', rule: string }} NegotiationEffect
 */

export {};

/**
 * Where the exchange of descriptions stands.
 *
 * - `idle`: no connection.
 * - `offering`: the own offer is being made.
 * - `have-local-offer`: the own offer is out.
 * - `answering`: the other side's offer is being set, and the answer to it made.
 * - `taking-answer`: the answer to the own offer is being set.
 * - `stable`: both descriptions are set.
 *
 * @typedef {'idle' | 'offering' | 'have-local-offer' | 'answering' | 'taking-answer' | 'stable'} SignalingState
 */

/** The transition table. @type {Readonly<Record<SignalingState, readonly SignalingState[]>>} */
const NEXT = Object.freeze({
  idle: ['offering', 'answering'],
  offering: ['have-local-offer', 'idle'],
  'have-local-offer': ['taking-answer', 'answering', 'idle'],
  answering: ['stable', 'idle'],
  'taking-answer': ['stable', 'idle'],
  stable: ['offering', 'answering', 'idle'],
});

/** Whether one may follow the other. @param {SignalingState} from @param {SignalingState} to */
export function mayBecome(from, to) {
  return NEXT[from].includes(to);
}

/** Whether an own offer is being made or out. @param {SignalingState} state */
export function isOffering(state) {
  return state === 'offering' || state === 'have-local-offer';
}

/** Whether a description of the other side is being set. @param {SignalingState} state */
export function isTakingRemote(state) {
  return state === 'answering' || state === 'taking-answer';
}

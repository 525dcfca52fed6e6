import { Drafts } from './model/Drafts.js';
import { People } from './model/People.js';

/** @typedef {import('./types.js').Conversation} Conversation */
/** @typedef {import('./model/Samples.js').Samples} Samples */
/** @typedef {import('./types.js').Notice} Notice */
/** @typedef {import('./types.js').Known} Known */
/** @typedef {import('./types.js').Trial} Trial */
/** @typedef {import('./types.js').Failure} Failure */
/** @typedef {import('./types.js').PathReport} PathReport */
/** @typedef {import('./types.js').Entry} Entry */
/** @typedef {import('../lib/clock/TranscriptOrder.js').TranscriptOrder} Place a place in a conversation */
/** @typedef {import('./model/Transcript.js').Transcript} Transcript */

/**
 * The conversation on the screen.
 *
 * @typedef {object} Open
 * @property {string} conv
 * @property {Transcript} transcript
 * @property {'loading' | 'ready' | 'older' | 'seeking' | 'failed'} phase
 * @property {Failure} [failure]
 * @property {boolean} complete whether the oldest message is loaded
 * @property {Entry | undefined} oldest of what was read from disk
 * @property {Place | null} through last message of the window; null follows the newest
 * @property {boolean} atBottom
 * @property {number} below messages that arrived while scrolled up
 * @property {string | undefined} firstNew key of the first unread message when it was opened
 * @property {string | undefined} active key of the message that the keyboard is on
 * @property {{members: number, said: {account: string, text: string}[], failure?: Failure}} [request] what a request says
 * @property {string | undefined} flash key of the message to point out
 */

/**
 * Asked before something is done.
 *
 * @typedef {object} Question
 * @property {string} title
 * @property {string} text
 * @property {string} label of the button
 * @property {string} doing the same while it is done
 * @property {string} undone what is so when it fails, as in 'The device was not removed'
 * @property {boolean} [password] whether the person has to enter the password once more
 * @property {(password: string) => Promise<void>} run
 */

/**
 * A window over everything else; exactly one at a time.
 *
 * @typedef {{ kind: 'new', tab: 'direct' | 'group', busy: boolean, failure?: Failure }
 *   | { kind: 'settings', busy: string, failure?: Failure & { at: string }, done?: string, picked?: string, devices?: any[], blocks?: any[], profile?: any }
 *   | { kind: 'details', key: string }
 *   | { kind: 'doctor', busy: string, checks: import('./model/doctor.js').Check[], verdict: string, back?: Dialog, running: AbortController }
 *   | { kind: 'confirm', question: Question, busy: boolean, failure?: Failure, back?: Dialog }
 * } Dialog
 */

/**
 * @typedef {object} State all that is shown
 * @property {'starting' | 'welcome' | 'chat'} screen
 * @property {boolean} local whether the page comes from this machine
 * @property {'none' | 'insecure' | 'no-storage'} obstacle what keeps this browser from working here: the page did not
 *   come in a way that it trusts, or it may keep nothing
 * @property {number} nowMs
 * @property {Known[]} known
 * @property {{ tab: 'sign-in' | 'sign-up', handle: string, busy: string, failure?: Failure }} welcome
 * @property {Trial | undefined} trial
 * @property {{ account: string, device: string, handle: string }} me
 * @property {{ state: 'online' | 'offline' | 'stopped', reason: string, retryAtMs: number }} connection
 * @property {boolean} leading
 * @property {boolean} catchingUp
 * @property {Map<string, Conversation>} conversations
 * @property {Map<string, { state: string, lastSeenMs: number }>} presence by account
 * @property {Open | undefined} open
 * @property {'path' | 'info' | 'search' | undefined} panel
 * @property {{ text: string, everywhere: boolean, busy: boolean, done: boolean, hits: Entry[], failure?: Failure }} search
 * @property {{ busy: string, failure?: Failure, device: string }} side what the panel is doing, and the device picked
 * @property {Dialog | undefined} dialog
 * @property {{ key: string, x: number, y: number } | undefined} menu
 * @property {Notice[]} notices
 * @property {{ turn: number, text: string }} spoken what the live region says; the same again is another turn
 * @property {People} people
 * @property {Drafts} drafts
 * @property {Map<string, Samples>} samples of the paths, by device, while the panel is open
 */

/** Nothing is kept before somebody is signed in, nor after the device is deleted. */
export const NOWHERE = { getItem: () => null, setItem: () => {}, removeItem: () => {} };

/** @returns {State} */
export function initialState() {
  return {
    screen: 'starting',
    local: false,
    obstacle: 'none',
    nowMs: 0,
    known: [],
    welcome: { tab: 'sign-in', handle: '', busy: '' },
    trial: undefined,
    me: { account: '', device: '', handle: '' },
    connection: { state: 'offline', reason: '', retryAtMs: 0 },
    leading: true,
    catchingUp: false,
    conversations: new Map(),
    presence: new Map(),
    open: undefined,
    panel: undefined,
    search: { text: '', everywhere: false, busy: false, done: false, hits: [] },
    side: { busy: '', device: '' },
    dialog: undefined,
    menu: undefined,
    notices: [],
    spoken: { turn: 0, text: '' },
    people: new People(),
    drafts: new Drafts(NOWHERE, ''),
    samples: new Map(),
  };
}

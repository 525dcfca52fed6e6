// Says what went wrong and what to do about it, in words for people.

/** @typedef {import('../types.js').Failure} Failure */

/** @type {Record<string, string>} what to do, by code of the library or the server */
const TODO = {
  'queue-full': 'Too many messages wait for this conversation. Keep the text and send it when some have gone out.',
  'too-large': 'Shorten the text, or send it in parts.',
  'not-accepted': 'Accept the request first, then send it.',
  'not-a-member': 'You are no longer in this conversation. Ask somebody in it to add you again.',
  'disk-full': 'This browser has no room left for messages. Free some space on the device, then try again.',
  'own-handle': 'Enter the handle of somebody else.',
  'data-gone': 'Sign in again. This browser then goes on as a new device, without the messages it had.',
  closed: 'The window was signed out or closed meanwhile. Open it again, and repeat it if it is still needed.',
  'handle-taken': 'Choose another handle, or sign in if it is yours.',
  'wrong-password': 'Check the handle and the password, then try again.',
  'bad-credentials': 'Check the handle and the password, then try again.',
  'origin-not-allowed': "Ask whoever runs the server to put this page's address on the list of allowed origins.",
  'no-such-device': 'Reload the page and sign in again.',
  'rate-limited': 'Wait a moment, then try again.',
  'not-the-server':
    'Sign in to this network if it asks for that, then try again. Messages already written are kept and go out by themselves.',
};

/** @type {Record<string, string>} what happened, by code of the server, which itself says what to do only */
const SAID = {
  'handle-taken': 'somebody has this handle already',
  'sign-up-closed': 'this server takes no new accounts',
  'bad-credentials': 'the handle or the password is wrong',
  'no-such-device': 'the account does not have this device any more',
  'too-many-devices': 'the account has as many devices as it may',
  'too-many-members': 'the group is full',
  'too-many-conversations': 'you are in as many conversations as you may',
  'origin-not-allowed': 'the server does not know this page',
  'rate-limited': 'too many attempts',
  forbidden: 'you may not do that',
  busy: 'the server is busy',
  unavailable: 'the server cannot do it now',
  internal: 'the server failed',
};

/** @type {Record<number, string>} what to do, by HTTP status */
const BY_STATUS = {
  401: 'Sign in again; messages on this device are kept.',
  403: 'You may not do that. If you think you should, ask an owner.',
  404: 'It may have been removed in the meantime. Reload the page if it is still shown.',
  409: 'Somebody changed this at the same time. Look again, then repeat it if it is still needed.',
  429: 'Too many attempts. Wait a moment, then try again.',
  503: 'The server is busy or its database is away. Try again in a moment.',
};

/**
 * Describes an error.
 *
 * @param {any} error whatever was thrown
 * @param {string} doing what was tried, as in 'The message was not sent'
 * @returns {Failure}
 */
export function describe(error, doing) {
  if (unreachable(error)) {
    return {
      what: `${doing}: the server cannot be reached.`,
      todo: 'Check the network and try again. Messages already written are kept and go out by themselves.',
    };
  }
  const code = String(error?.code ?? '');
  const message = String(error?.detail ?? error?.message ?? error);
  // The library puts what to do behind a semicolon.
  const [said, ...advice] = (SAID[code] ? `${SAID[code]}; ${message}` : message).split('; ');
  const todo = TODO[code] ?? (advice.length > 0 ? sentence(capital(advice.join('; '))) : undefined);
  return {
    what: `${doing}: ${sentence(said)}`,
    todo: todo ?? BY_STATUS[error?.status] ?? 'Try again; if it stays like this, reload the page.',
  };
}

/** @param {any} error */
function unreachable(error) {
  const network = error?.name === 'NetworkError' || error?.name === 'TimeoutError';
  return (
    network ||
    error?.code === 'unreachable' ||
    (error instanceof TypeError && /fetch|network|load failed/i.test(error.message))
  );
}

/** @param {string} text */
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** @param {string} text */
export function sentence(text) {
  const trimmed = text.trim();
  return /[.!?]$/.test(trimmed) ? trimmed : trimmed + '.';
}

/** @typedef {Failure & { action: 'here' | 'sign-in' | 'reload' }} Stop */

/** @type {Record<string, Stop>} by reason, where another tab of this browser has deleted what the device kept here */
const ERASED = {
  'signed out in another tab': {
    what: 'You signed out in another tab.',
    todo: 'What this browser kept of the account is deleted. Sign in to begin anew.',
    action: 'sign-in',
  },
  'removed from this browser': {
    what: 'This device was removed from this browser in another window.',
    todo: 'What was kept here is deleted. Sign in to begin anew.',
    action: 'sign-in',
  },
};

/** @param {string} reason of a stop @returns {boolean} whether what the device kept in this browser is deleted */
export const isErased = (reason) => Object.hasOwn(ERASED, reason);

/** @type {Record<number, Stop>} by close code, section 8 of the protocol */
const STOPPED = {
  4400: {
    what: 'A copy of this device is in use elsewhere: another browser or program has the same data.',
    todo: 'Use it there, or connect here. To use both, sign out here and in again, then in again there: that makes this one a device of its own.',
    action: 'here',
  },
  4401: {
    what: 'This device was signed out, by another device of the account or by the server.',
    todo: 'Sign in again; messages on this device are kept.',
    action: 'sign-in',
  },
  401: {
    what: 'The sign-in has expired.',
    todo: 'Sign in again; messages on this device are kept.',
    action: 'sign-in',
  },
  4403: {
    what: 'The server speaks another version of the protocol.',
    todo: 'Reload the page to get the one that fits.',
    action: 'reload',
  },
};

/**
 * Says why the connection will not come back by itself.
 *
 * @param {string} reason as the library gives it, with a close code at one end where there is one
 * @returns {Stop}
 */
export function whyStopped(reason) {
  const code = Number(/^\d+|\d+(?=\)$)/.exec(reason)?.[0] ?? NaN);
  if (/reload the page/.test(reason)) return { what: `It stopped: ${sentence(reason)}`, todo: '', action: 'reload' };
  if (isErased(reason)) return ERASED[reason];
  if (/signed out/.test(reason)) return STOPPED[4401];
  if (STOPPED[code]) return STOPPED[code];
  if (code >= 4200 && code < 4300) return STOPPED[401];
  return {
    what: `The connection was ended: ${sentence(reason || 'no reason given')}`,
    todo: 'Connect again.',
    action: 'here',
  };
}

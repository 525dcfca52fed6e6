/** The codes after which no later try can do better: somebody has to sign in (SES-8). */
const SIGNED_OUT = ['bad-refresh-token', 'refresh-token-reused', 'bad-credentials', 'no-such-device'];

/** The server refused an HTTP request, or did not answer. What is decided, is decided by the code. */
export class ApiError extends Error {
  /**
   * @param {number} status of HTTP; 0 when the server itself did not answer
   * @param {string} code of the problem, e.g. `handle-taken`; `unreachable` when the server did not answer,
   *   `not-the-server` when something else did
   * @param {string} message for a person: what happened and what to do
   */
  constructor(status, code, message) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
  }

  /** Whether the server itself has said that this device has to sign in anew. */
  get isSignedOut() {
    return SIGNED_OUT.includes(this.code);
  }
}

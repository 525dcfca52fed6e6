/** The server refused an HTTP request, or did not answer. */
export class ApiError extends Error {
  /**
   * @param {number} status of HTTP; 0 when the server did not answer
   * @param {string} code of the problem, e.g. `handle-taken`; `unreachable` when the server did not answer
   * @param {string} message for a person: what happened and what to do
   */
  constructor(status, code, message) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
  }
}

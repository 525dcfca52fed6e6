import { ApiError } from './ApiError.js';

/** Begins the `type` of each problem of a node; its `code` follows. */
const PROBLEM_TYPE = 'urn:plait:problem:';

/**
 * Tells what a node has answered from what something on the way says in its place: a captive portal, a proxy, another web
 * server (section 8).
 *
 * @param {string} base of the server
 * @param {{status: number, headers: {get(name: string): string | null}}} response
 * @param {string} text its body
 * @returns {any} what it says, from JSON; fails with the node's problem, or with `not-the-server`
 */
export function readAnswer(base, { status, headers }, text) {
  if (status === 204 && text === '') {
    return {};
  }
  const mediaType = (headers.get('Content-Type') ?? '').split(';')[0].trim().toLowerCase();
  const body = objectOf(text);
  if (status >= 400 && mediaType === 'application/problem+json') {
    const { type, code, title, detail } = body ?? {};
    if (typeof code === 'string' && type === PROBLEM_TYPE + code) {
      throw new ApiError(status, code, String(detail ?? title ?? code));
    }
  }
  if (
    !body ||
    Object.keys(body).length === 0 ||
    (status !== 200 && status !== 201) ||
    mediaType !== 'application/json'
  ) {
    throw new ApiError(0, 'not-the-server', `the server at ${base} cannot be reached: ${who(status)}`);
  }
  return body;
}

/** Who may have answered with that HTTP status in the server's place. @param {number} status */
function who(status) {
  return status >= 502 && status <= 504
    ? `a proxy in front of it does not reach it (HTTP ${status}); try again later`
    : `something else answers in its place (HTTP ${status}); sign in to this network if it asks for that`;
}

/** @param {string} text @returns {any} undefined for anything but an object in JSON */
function objectOf(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && !Array.isArray(value) ? (value ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}

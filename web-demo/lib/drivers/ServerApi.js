import { ApiError } from './ApiError.js';
import { readAnswer } from './nodeAnswer.js';
import { serverUrl } from './serverUrl.js';

/** A request takes milliseconds; a server that needs longer is as good as away. */
const TIMEOUT_MS = 10_000;

const REFRESH = '/v1/sessions/refresh';

/** Each conversation of the account gets another roster, which takes longer. */
const DELETE = '/v1/account/delete';
const DELETE_TIMEOUT_MS = 40_000;

/**
 * @typedef {{account: string, device: string, accessToken: string, accessExpiresAtMs: number}} Session what signing in gives; the
 *   refresh token is in a cookie that no script can read
 * @typedef {{urls: string[], username?: string, credential?: string}} IceServer
 * @typedef {{iceServers: IceServer[], expiresAtMs?: number, regions?: import('../signaling/RegionTrips.js').Region[]}} IceAnswer
 *   times by the server's clock
 * @typedef {{account: string, handle: string, displayName: string}} Profile
 */

/**
 * The server's HTTP API (docs/openapi.yaml) as a browser sees it. Holds no token; every call fails with an
 * {@link ApiError}.
 */
export class ServerApi {
  #base;

  /** @param {string} base the server's base URL, without `/v1`; what {@link serverUrl} takes */
  constructor(base) {
    this.#base = serverUrl(base);
  }

  /**
   * Makes an account with a first device.
   *
   * @param {string} handle
   * @param {string} password
   * @param {string} deviceName
   * @returns {Promise<Session>}
   */
  signUp(handle, password, deviceName) {
    return this.#call('POST', '/v1/accounts', undefined, { handle, password, deviceName, refreshIn: 'cookie' });
  }

  /**
   * Signs in; a new device unless one is named.
   *
   * @param {string} handle
   * @param {string} password
   * @param {{device: string} | {deviceName: string}} as
   * @returns {Promise<Session>}
   */
  signIn(handle, password, as) {
    return this.#call('POST', '/v1/sessions', undefined, { handle, password, ...as, refreshIn: 'cookie' });
  }

  /**
   * Trades the refresh token in this device's cookie for an access token and the next cookie (SES-6).
   *
   * @param {string} device
   * @returns {Promise<Session>}
   */
  refresh(device) {
    return this.#call('POST', REFRESH, undefined, { device });
  }

  /** Signs this device out. @param {string} token @returns {Promise<void>} */
  signOut(token) {
    return this.#call('DELETE', '/v1/sessions/current', token);
  }

  /** Signs every device of the account out, this one too. @param {string} token @returns {Promise<void>} */
  signOutEverywhere(token) {
    return this.#call('DELETE', '/v1/sessions', token);
  }

  /** The account with exactly this handle. @param {string} token @param {string} handle @returns {Promise<Profile>} */
  accountOf(token, handle) {
    return this.#call('GET', '/v1/accounts/by-handle/' + encodeURIComponent(handle), token);
  }

  /**
   * Makes a conversation, or finds the direct one of the same pair.
   *
   * @param {string} token
   * @param {'direct' | 'group'} kind
   * @param {string} title
   * @param {string[]} members accounts
   * @returns {Promise<import('../wire/types.js').Roster>}
   */
  async createConversation(token, kind, title, members) {
    const body = { kind, members, ...(title === '' ? {} : { title }) };
    return rosterOf(await this.#call('POST', '/v1/conversations', token, body));
  }

  /**
   * Any other request of an account.
   *
   * @param {string} token
   * @param {'GET' | 'POST' | 'PATCH' | 'DELETE'} method
   * @param {string} path under `/v1`, encoded
   * @param {object} [body]
   * @returns {Promise<any>}
   */
  request(token, method, path, body) {
    return this.#call(method, '/v1' + path, token, body);
  }

  /**
   * STUN and TURN servers for the next connections.
   *
   * @param {string} token
   * @param {string} [rtt] round trips to regions, such as `eu:23,us:110`; empty when none are known
   * @returns {Promise<IceAnswer>}
   */
  iceServers(token, rtt = '') {
    return this.#call('GET', '/v1/ice-servers' + (rtt === '' ? '' : '?rtt=' + rtt), token);
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {string} [token]
   * @param {object} [body]
   * @returns {Promise<any>}
   */
  async #call(method, path, token, body) {
    /** @type {Record<string, string>} */
    const headers = { Accept: 'application/json, application/problem+json' };
    if (token !== undefined) {
      headers.Authorization = 'Bearer ' + token;
    }
    if (body !== undefined) {
      headers['Content-Type'] = 'application/json';
    }
    let response, text;
    try {
      response = await fetch(this.#base + path, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        credentials: 'include',
        cache: 'no-store',
        redirect: 'error',
        // A refresh that a closing page cuts off would leave a used token in the cookie.
        keepalive: path === REFRESH,
        signal: AbortSignal.timeout(path === DELETE ? DELETE_TIMEOUT_MS : TIMEOUT_MS),
      });
      text = await response.text();
    } catch {
      throw new ApiError(
        0,
        'unreachable',
        `the server at ${this.#base} does not answer; check the connection and try again`,
      );
    }
    return readAnswer(this.#base, response, text);
  }
}

/**
 * The HTTP page calls `conversation` what frames call `conv`.
 *
 * @param {any} body
 * @returns {import('../wire/types.js').Roster}
 */
export function rosterOf(body) {
  return {
    type: 'roster',
    conv: body.conversation,
    version: body.version,
    kind: body.kind,
    title: body.title ?? '',
    members: body.members.map((/** @type {any} */ member) => ({
      account: member.account,
      handle: member.handle,
      displayName: member.displayName ?? '',
      owner: member.owner ?? false,
      accepted: member.accepted ?? false,
      devices: member.devices ?? [],
      signedOut: member.signedOut ?? [],
    })),
  };
}

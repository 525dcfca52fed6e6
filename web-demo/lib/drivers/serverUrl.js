import { ApiError } from './ApiError.js';

/**
 * Where a server is: scheme, host and port, and the path under which a proxy shows it, if any.
 *
 * @param {string} address
 * @returns {string} as every client keeps it, without a slash at the end; fails with an ApiError when it is none
 */
export function serverUrl(address) {
  if (!URL.canParse(address)) {
    throw wrong(address, 'is no address of a server');
  }
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw wrong(address, 'is no address of a server');
  }
  if (/[?#]/.test(address)) {
    throw wrong(address, 'has more than a path: nothing after ? or # belongs to a server');
  }
  if (url.username !== '' || url.password !== '') {
    throw wrong(address, 'names a user, who signs in with a handle');
  }
  return url.origin + url.pathname.replace(/\/+/g, '/').replace(/\/$/, '');
}

/**
 * The same for one that is to be talked to: not by plain HTTP to another machine, unless told.
 *
 * @param {string} address
 * @param {boolean} [insecureHttp] takes that, too
 * @returns {string} fails with an ApiError also when anybody on the way could read and change what is said
 */
export function guardedServerUrl(address, insecureHttp) {
  const server = serverUrl(address);
  if (!insecureHttp && !GUARDED.test(server)) {
    throw wrong(address, 'is not encrypted, so others on the way could read and change all');
  }
  return server;
}

/** By TLS, or on this machine: localhost and names below it (RFC 6761 §6.3), loopback as URLs have it, with four numbers. */
const GUARDED = /^https:|^http:\/\/(([^/]+\.)?localhost|127(\.[0-9]+){3}|\[::1])([:/]|$)/;

/** @param {string} address @param {string} what */
const wrong = (address, what) =>
  new ApiError(
    0,
    'bad-server',
    `'${address}' ${what}; write it like http://127.0.0.1:8787 or https://example.org/chat`,
  );

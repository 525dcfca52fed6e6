import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signIn, signUp } from '../../lib/signIn.js';
import { guardedServerUrl, serverUrl } from '../../lib/drivers/serverUrl.js';

test('the address of a server may have a path, and slashes at its end do not matter', () => {
  assert.equal(serverUrl('http://127.0.0.1:8787'), 'http://127.0.0.1:8787');
  assert.equal(serverUrl('HTTPS://Chat.Example.org/'), 'https://chat.example.org');
  assert.equal(serverUrl('https://example.org/chat'), 'https://example.org/chat');
  assert.equal(serverUrl('https://example.org/a//b///'), 'https://example.org/a/b');
});

test('a server in the open is refused, unless told: plain HTTP to another machine', () => {
  for (const server of [
    'http://127.0.0.1:8787',
    'http://127.8.7.6',
    'http://[::1]:8787',
    'http://LocalHost:8787',
    'http://plait.localhost',
    'https://chat.example.org/chat',
  ]) {
    assert.equal(guardedServerUrl(server), serverUrl(server));
  }
  for (const server of [
    'http://chat.example.org',
    'http://192.168.1.7:8787',
    'http://[fe80::1]',
    'http://127.0.0.1.example.org',
    'http://notlocalhost',
    'http://localhost.example.org',
    'http://example.org/a.localhost',
  ]) {
    assert.throws(
      () => guardedServerUrl(server),
      (/** @type {any} */ failure) =>
        failure.code === 'bad-server' && /is not encrypted/.test(failure.message) && /https:/.test(failure.message),
    );
    assert.equal(guardedServerUrl(server, true), serverUrl(server));
  }
});

test('signing in and up ask no server in the open', async () => {
  const credentials = { server: 'http://192.0.2.1', handle: 'ada', password: 'a long password', deviceName: 'x' };
  await assert.rejects(signUp(credentials), { code: 'bad-server', message: /is not encrypted/ });
  await assert.rejects(signIn(credentials), { code: 'bad-server', message: /is not encrypted/ });
});

test('what is no address of a server is refused in words', () => {
  const refused = (/** @type {string} */ address, /** @type {RegExp} */ words) =>
    assert.throws(
      () => serverUrl(address),
      (/** @type {any} */ failure) => {
        assert.match(failure.message, words);
        assert.match(failure.message, /write it like/);
        return failure.code === 'bad-server';
      },
    );
  refused('chat.example.org', /is no address/);
  refused('ftp://example.org', /is no address/);
  refused('https://example.org/?x=1', /more than a path/);
  refused('https://example.org/#x', /more than a path/);
  refused('https://ada@example.org', /names a user/);
});

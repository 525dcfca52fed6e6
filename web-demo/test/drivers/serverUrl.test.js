import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serverUrl } from '../../lib/drivers/serverUrl.js';

test('the address of a server may have a path, and slashes at its end do not matter', () => {
  assert.equal(serverUrl('http://127.0.0.1:8787'), 'http://127.0.0.1:8787');
  assert.equal(serverUrl('HTTPS://Chat.Example.org/'), 'https://chat.example.org');
  assert.equal(serverUrl('https://example.org/chat'), 'https://example.org/chat');
  assert.equal(serverUrl('https://example.org/a//b///'), 'https://example.org/a/b');
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

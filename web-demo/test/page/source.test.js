import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { test } from 'node:test';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** @param {string} folder @returns {string[]} paths of all files that a browser may load */
const filesOf = (folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => /\.(js|css|html|svg)$/.test(name));

const own = filesOf('page').filter((name) => !name.includes('vendor'));
const read = (/** @type {string} */ name) => readFileSync(join(root, name), 'utf8');

test('the page and the library load in under 150 KB compressed', () => {
  const names = [...filesOf('page'), ...filesOf('lib')];
  const bytes = names.reduce((sum, name) => sum + gzipSync(read(name)).length, 0);
  assert.ok(bytes < 150_000, `${bytes} bytes`);
});

test('nothing in the page goes around the content security policy', () => {
  for (const name of own) {
    assert.doesNotMatch(
      read(name),
      /unsafeHTML|unsafe-html|innerHTML|insertAdjacentHTML|eval\(|new Function|document\.write/,
      name,
    );
    if (!name.endsWith('.svg')) assert.doesNotMatch(read(name), /\sstyle="|\sstyle=\$|\son[a-z]+="/, name);
    assert.doesNotMatch(
      read(name).replaceAll('http://www.w3.org/', ''),
      /(src|href|url|import|from)\W{1,3}https?:/,
      name,
    );
  }
});

test('files stay short', () => {
  for (const name of own) assert.ok(read(name).split('\n').length < 400, name);
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
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

/**
 * Follows imports, those for later too, and workers named by their address.
 *
 * @param {string} first
 * @returns {Set<string>} it and all that it brings
 */
function loadedBy(first) {
  const loaded = new Set([first]);
  for (const name of loaded) {
    const found = readFileSync(name, 'utf8').matchAll(/(?:from|import|import\(|new URL\()\s*['"](\.[^'"]+\.js)['"]/g);
    for (const [, path] of found) loaded.add(join(dirname(name), path));
  }
  return loaded;
}

test('the page and the library, as a node serves them, load in few files and under 136 KB compressed', () => {
  const served = mkdtempSync(join(tmpdir(), 'plait-page-'));
  try {
    execFileSync(process.execPath, [join(root, 'scripts/page.js'), relative(root, served)]);
    const scripts = loadedBy(join(served, 'page/start.js'));
    const others = [join(served, 'page/index.html'), join(served, 'page/page.css'), join(root, 'page/icon.svg')];
    const files = [...scripts, ...others];
    const bytes = files.reduce((sum, name) => sum + gzipSync(readFileSync(name)).length, 0);
    assert.deepEqual([...scripts].map((name) => relative(served, name)).sort(), [
      'lib/index.js',
      'lib/timerWorker.js',
      'page/app.js',
      'page/start.js',
    ]);
    assert.ok(bytes < 136_000, `${bytes} bytes`);
  } finally {
    rmSync(served, { recursive: true });
  }
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

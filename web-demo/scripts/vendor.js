// Puts the few modules of others that browsers load beside our own, at the versions of package-lock.json: a page
// without a bundler cannot resolve the name of a package.
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Copies files of a package.
 *
 * @param {string} from name of the package
 * @param {string} to folder here; emptied first
 * @param {string[]} names of the files, with their folders in the package
 */
function vendor(from, to, names) {
  const target = join(root, to);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const name of names) {
    cpSync(join(root, 'node_modules', from, name), join(target, name.replace(/^build\//, '')), { recursive: true });
  }
}

vendor('idb', 'lib/vendor/idb', [
  'LICENSE',
  ...[
    'index.js',
    'index.d.ts',
    'entry.d.ts',
    'database-extras.d.ts',
    'async-iterators.d.ts',
    'wrap-idb-value.d.ts',
  ].map((n) => 'build/' + n),
]);
vendor('lit-html', 'page/vendor/lit-html', [
  'LICENSE',
  ...['lit-html', 'directive', 'directive-helpers'].flatMap((n) => [n + '.js', n + '.d.ts']),
  ...['repeat', 'live', 'guard'].flatMap((n) => [`directives/${n}.js`, `directives/${n}.d.ts`]),
]);

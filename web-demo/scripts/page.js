// Makes the page as a node serves it: the library, the page and what loads it as one module each, with the maps that let a
// browser's tools show the sources they were made of, and one style sheet instead of many.
import { buildSync, transformSync } from 'esbuild';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const served = join(root, process.argv[2] ?? 'target/web');
const read = (/** @type {string} */ file) => readFileSync(join(root, file), 'utf8');
const write = (/** @type {string} */ file, /** @type {string} */ text) => writeFileSync(join(served, file), text);

// What an earlier build has left is not served; Maven only adds to its copies.
const copies = process.argv[2] ? [] : [join(root, 'target/classes/dev/plait/web')];
[served, ...copies].forEach((folder) => rmSync(folder, { recursive: true, force: true }));
mkdirSync(join(served, 'page'), { recursive: true });

// Names stay as they are: what people report of an error is to be read.
for (const [from, to] of [
  ['lib/index.js', 'lib/index.js'],
  ['lib/drivers/timerWorker.js', 'lib/timerWorker.js'],
  ['page/app.js', 'page/app.js'],
  ['page/start.js', 'page/start.js'],
]) {
  buildSync({
    entryPoints: [join(root, from)],
    outfile: join(served, to),
    external: from.startsWith('page/') ? ['../lib/index.js', './app.js'] : [],
    bundle: true,
    format: 'esm',
    target: 'es2023',
    minifySyntax: true,
    minifyWhitespace: true,
    sourcemap: 'linked',
    logLevel: 'warning',
  });
}

const page = read('page/index.html');
const links = [...page.matchAll(/<link rel="stylesheet" href="(page\/\w+\.css)" \/>/g)];
const sheet = links.map(([, name]) => read(name)).join('');
write('page/page.css', transformSync(sheet, { loader: 'css', minify: true }).code);
const [first, ...rest] = links.map(([link]) => link);
const html = rest.reduce((before, link) => before.replace(link, ''), page);
const linked = html.replace(first, '<link rel="stylesheet" href="page/page.css" />');
write('page/index.html', linked.replace(/^\s+/gm, ''));

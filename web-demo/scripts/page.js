// Makes the page as a node serves it: modules without their comments and indentation, which are much of what browsers would
// load, and one style sheet instead of many. Templates lose their indentation, too: white space between elements, as a new
// line is. No new line is left after a brace that opens.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const served = join(root, process.argv[2] ?? 'target/web');
const read = (/** @type {string} */ file) => readFileSync(file, 'utf8');

// What an earlier build has left is not served; Maven only adds to its copies.
const copies = process.argv[2] ? [] : [join(root, 'target/classes/dev/plait/web')];
[served, ...copies].forEach((folder) => rmSync(folder, { recursive: true, force: true }));

const compiler = join(root, 'node_modules/typescript/bin/tsc');
execFileSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.page.json'), '--outDir', served], {
  stdio: 'inherit',
});
for (const name of readdirSync(served, { recursive: true, encoding: 'utf8' })) {
  if (name.endsWith('.js')) {
    writeFileSync(join(served, name), read(join(served, name)).replace(/^ +/gm, '').replace(/\{\n/g, '{'));
  }
}

const page = read(join(root, 'page/index.html'));
const links = [...page.matchAll(/<link rel="stylesheet" href="(page\/\w+\.css)" \/>/g)];
const sheet = links.map(([, name]) => read(join(root, name)).replace(/\/\*.*?\*\//gs, '')).join('');
writeFileSync(join(served, 'page/page.css'), sheet.replace(/^\s+/gm, '').replace(/(?<=[{};,])\n/g, ''));
const [first, ...rest] = links.map(([link]) => link);
const html = rest.reduce((before, link) => before.replace(link, ''), page);
const linked = html.replace(first, '<link rel="stylesheet" href="page/page.css" />');
writeFileSync(join(served, 'page/index.html'), linked.replace(/^\s+/gm, ''));

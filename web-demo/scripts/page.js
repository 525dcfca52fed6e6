// Makes the page as a node serves it: modules without their comments, and a page that names all of them, so that a browser
// asks for them at once instead of finding them import by import.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadedBy } from './modules.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const served = join(root, process.argv[2] ?? 'target/web');

const compiler = join(root, 'node_modules/typescript/bin/tsc');
execFileSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.page.json'), '--outDir', served], {
  stdio: 'inherit',
});

const page = readFileSync(join(root, 'page/index.html'), 'utf8');
const first = '<script type="module" src="/page/app.js"></script>';
if (!page.includes(first)) {
  throw new Error(`page/index.html has no ${first}`);
}
const links = loadedBy(join(served, 'page/app.js')).map(
  (file) => `<link rel="modulepreload" href="/${relative(served, file).replaceAll('\\', '/')}" />`,
);
mkdirSync(join(served, 'page'), { recursive: true });
writeFileSync(join(served, 'page/index.html'), page.replace(first, [...links, first].join('\n    ')));

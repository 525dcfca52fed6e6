// Makes the modules as a node serves them: without their comments and indentation, which are much of what browsers would
// load. Templates lose theirs, too: white space between elements, as a new line is.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const served = join(root, process.argv[2] ?? 'target/web');

const compiler = join(root, 'node_modules/typescript/bin/tsc');
execFileSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.page.json'), '--outDir', served], {
  stdio: 'inherit',
});
for (const name of readdirSync(served, { recursive: true, encoding: 'utf8' })) {
  if (name.endsWith('.js')) {
    const file = join(served, name);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^ +/gm, ''));
  }
}

// Writes the type declarations of the npm package: our own from their JSDoc, and those of the modules that come with it.
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

rmSync(join(root, 'types'), { recursive: true, force: true });
const compiler = join(root, 'node_modules/typescript/bin/tsc');
execFileSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.types.json')], { stdio: 'inherit' });
cpSync(join(root, 'lib/vendor/idb'), join(root, 'types/vendor/idb'), {
  recursive: true,
  filter: (path) => !path.endsWith('.js'),
});

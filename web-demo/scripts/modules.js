import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Follows the imports of a module.
 *
 * @param {string} first path of a file
 * @returns {string[]} its path and those of all modules that a browser loads with it, each once
 */
export function loadedBy(first) {
  const loaded = new Set([first]);
  for (const name of loaded) {
    for (const [, path] of readFileSync(name, 'utf8').matchAll(/(?:from|import)\s*['"](\.[^'"]+\.js)['"]/g)) {
      loaded.add(join(dirname(name), path));
    }
  }
  return [...loaded];
}

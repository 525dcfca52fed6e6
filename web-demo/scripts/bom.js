// Adds the packages of others that are in the page and the library to the bill of materials that Maven has made, which knows of
// none of npm: node scripts/bom.js FILE
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));

/** What scripts/vendor.js has copied. */
const vendored = ['lib/vendor', 'page/vendor']
  .map((folder) => join(root, folder))
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder));

/** A component of CycloneDX. @param {string} name */
function component(name) {
  const { version, license, integrity } = packages[`node_modules/${name}`];
  const [algorithm, hash] = integrity.split(/-(.*)/s);
  return {
    type: 'library',
    'bom-ref': `pkg:npm/${name}@${version}`,
    name,
    version,
    scope: 'required',
    hashes: [{ alg: algorithm.replace('sha', 'SHA-'), content: Buffer.from(hash, 'base64').toString('hex') }],
    licenses: [{ license: { id: license } }],
    purl: `pkg:npm/${name}@${version}`,
  };
}

const file = process.argv[2];
const bom = JSON.parse(readFileSync(file, 'utf8'));
const added = vendored.map(component);
const refs = added.map((one) => one['bom-ref']);
const others = (/** @type {any[]} */ list, /** @type {string} */ key) => list.filter((one) => !refs.includes(one[key]));
bom.components = [...others(bom.components ?? [], 'bom-ref'), ...added];
bom.dependencies = [...others(bom.dependencies ?? [], 'ref'), ...refs.map((ref) => ({ ref, dependsOn: [] }))];
for (const module of others(bom.dependencies, 'ref').filter((one) => /\/plait-web-demo@/.test(one.ref)))
  module.dependsOn = [...new Set([...(module.dependsOn ?? []), ...refs])];
writeFileSync(file, JSON.stringify(bom, null, 2) + '\n');

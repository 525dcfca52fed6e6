import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What somebody writes who has the package, in TypeScript at its strictest. */
const USE = `
import { ApiError, ContentCodec, Peer, SendRefused, knownDevices } from 'plait-client';
import type { Connection, Content, Credentials, KnownDevice, PathInfo, PeerEvent, Roster, TranscriptEntry } from 'plait-client';

export async function use(credentials: Credentials): Promise<TranscriptEntry[]> {
  const known: KnownDevice[] = await knownDevices();
  const peer: Peer = known.length > 0 ? await Peer.open(known[0]!) : await Peer.signUp(credentials);
  const connection: Connection = peer.connection;
  peer.on((event: PeerEvent) => {
    if (event.event === 'message-arrived') {
      const content: Content = ContentCodec.decode(event.entry.body);
      console.log(content.kind, connection.state);
    }
  });
  const roster: Roster = await peer.openDirect('grace');
  const paths: PathInfo[] = await peer.paths(roster.conv);
  try {
    await (await peer.send(roster.conv, { kind: 'text', text: paths[0]?.reason ?? '' })).when('delivered');
  } catch (failure) {
    if (failure instanceof SendRefused || failure instanceof ApiError) console.log(failure.code);
  }
  return peer.history(roster.conv);
}
`;

const read = (/** @type {string} */ name) => readFileSync(new URL('../' + name, import.meta.url), 'utf8');

test('the package has the version of the Java modules', () => {
  const java = /<version>([^<]+)<\/version>/.exec(read('../pom.xml'))?.[1];
  assert.equal(JSON.parse(read('package.json')).version, java?.replace('-SNAPSHOT', ''));
});

test('the lock file names no registry', () => {
  assert.doesNotMatch(read('package-lock.json'), /"resolved"/);
});

test('the bill of materials names what the page and the library hold of others', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plait-bom-'));
  try {
    const file = join(folder, 'bom.json');
    const module = 'pkg:maven/dev.plait/plait-web-demo@0.1.0-SNAPSHOT?type=jar';
    writeFileSync(file, JSON.stringify({ components: [], dependencies: [{ ref: module, dependsOn: [] }] }));
    for (const _ of ['once', 'again']) execFileSync(process.execPath, [join(ROOT, 'scripts/bom.js'), file]);
    const { components, dependencies } = JSON.parse(readFileSync(file, 'utf8'));
    const locked = JSON.parse(read('package-lock.json')).packages;
    const idb = locked['node_modules/idb'].version;
    const lit = locked['node_modules/lit-html'].version;
    const refs = [`pkg:npm/idb@${idb}`, `pkg:npm/lit-html@${lit}`];
    assert.deepEqual(
      components.map((/** @type {any} */ one) => [one.purl, one.licenses[0].license.id]),
      [
        [refs[0], 'ISC'],
        [refs[1], 'BSD-3-Clause'],
      ],
    );
    assert.match(components[0].hashes[0].content, /^[0-9a-f]{128}$/);
    assert.deepEqual(dependencies[0], { ref: module, dependsOn: refs });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the package as it is packed serves a strict TypeScript program', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plait-package-'));
  try {
    // Not by npm's own scripts: they would copy the vendored modules anew under the other tests.
    execFileSync(process.execPath, [join(ROOT, 'scripts/types.js')]);
    const how = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
    const packed = execFileSync('npm', how, { cwd: ROOT, encoding: 'utf8' });
    const [{ filename }] = JSON.parse(packed.slice(packed.indexOf('[')));
    const target = join(folder, 'node_modules/plait-client');
    mkdirSync(target, { recursive: true });
    execFileSync('tar', ['-xzf', join(folder, filename), '--strip-components=1', '-C', target]);
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(join(folder, 'use.ts'), USE);
    const options = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--module', 'nodenext', '--target', 'es2023'];
    const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
    execFileSync(process.execPath, [compiler, ...options, '--types', '', 'use.ts'], { cwd: folder, encoding: 'utf8' });
    const script = "import('plait-client').then(({ Peer }) => console.log(typeof Peer.signUp))";
    assert.equal(execFileSync(process.execPath, ['-e', script], { cwd: folder, encoding: 'utf8' }), 'function\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

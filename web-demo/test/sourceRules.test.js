import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const JAVA_PROTOCOL = join(ROOT, '../protocol/src/main/java/dev/plait/protocol');
const JAVA_CORE = join(ROOT, '../peer-client/src/main/java/dev/plait/peer/core');

/** One class that swallows everything is how such projects end. */
const FILE_LINES = 400;

/** A screen. */
const FUNCTION_LINES = 60;

/** The folders of the core, and the Java package of each. */
const CORE = new Map([
  ...['wire', 'codec', 'content', 'clock', 'path', 'signaling', 'delivery', 'transcript'].map(
    (name) => /** @type {const} */ ([name, join(JAVA_PROTOCOL, name)]),
  ),
  ['core', JAVA_CORE],
]);

/** Java's plain records and enums, and what is named anew; and the file here. */
const MERGED = new Map([
  ...[
    ...['Address', 'AddressedEntry', 'ClientFrame', 'ConversationKind', 'Entry', 'Frame', 'Member', 'PeerFrame'],
    ...['PostedEntry', 'PresenceState', 'Range', 'Renamed', 'ServerFrame', 'StreamPosition'],
  ].map((name) => /** @type {[string, string]} */ ([`wire/${name}`, 'wire/types.js'])),
  ['wire/BadFieldException', 'wire/check.js'],
  ['wire/Checks', 'wire/check.js'],
  ['codec/BadJsonException', 'codec/BadJson.js'],
  ['core/KeptRosters', 'core/DeviceState.js'],
  ['transcript/Said', 'transcript/Transcript.js'],
  ['transcript/Item', 'transcript/Transcript.js'],
  ['transcript/Reading', 'transcript/Amendments.js'],
  ['transcript/Reaction', 'transcript/Amendments.js'],
]);

/** What only exists here. */
const ONLY_HERE = [
  'wire/check.js',
  'wire/types.js',
  // A constant of Frame's, which is but types here.
  'wire/version.js',
  'codec/BadJson.js',
  // What the Java library has.
  'delivery/Deque.js',
  'delivery/SeqMap.js',
];

/** A core is given the time, draws nothing, waits for nothing and touches nothing outside. */
const FORBIDDEN = new RegExp(
  [
    /(?<![.#\w])(Date|Intl|performance|crypto|console|process|window|document|navigator|location|globalThis|self)[.[]/,
    /\bnew (Date|Worker|WebSocket|RTCPeerConnection|BroadcastChannel|XMLHttpRequest|Promise|AbortController)\b/,
    /\bMath\.random\b/,
    /\b(setTimeout|setInterval|setImmediate|queueMicrotask|requestAnimationFrame|fetch|indexedDB|localStorage)\b/,
    /\b(async|await)\b/,
  ]
    .map((part) => part.source)
    .join('|'),
);

const sources = ['lib', 'page', 'test', 'scripts'].flatMap((folder) => javaScriptIn(join(ROOT, folder)));

test('files stay under 400 lines', () => {
  assert.ok(sources.length > 100);
  assert.deepEqual(
    sources.filter((file) => lines(file).length >= FILE_LINES),
    [],
  );
});

test('functions stay under 60 lines', () => {
  assert.deepEqual(
    sources.flatMap((file) => longFunctions(lines(file)).map((line) => `${file}:${line}`)),
    [],
  );
});

test('a long function is found', () => {
  const body = Array(FUNCTION_LINES).fill('    x++;');
  for (const begin of ['  #long(x) {', '  const long = (x) => {', '  static async long(x) {', '  call(function () {']) {
    assert.deepEqual(longFunctions(['class A {', begin, ...body, '  }', '}']), [2], begin);
    assert.deepEqual(longFunctions(['class A {', begin, ...body.slice(3), '  }', '}']), [], begin);
  }
  assert.deepEqual(longFunctions(['  long(', '    x,', '  ) {', ...body.slice(3), '  }']), [1]);
  assert.deepEqual(longFunctions(['  if (x) {', ...body, '  }']), []);
});

test('the core has no clock, no random, no timer and no outside', () => {
  const found = [];
  for (const folder of CORE.keys()) {
    for (const file of javaScriptIn(join(ROOT, 'lib', folder))) {
      const text = withoutComments(readFileSync(join(ROOT, file), 'utf8'));
      found.push(...text.split('\n').filter((line) => FORBIDDEN.test(line)));
    }
  }
  assert.deepEqual(found, []);
  for (const line of ['Date.now()', 'new Date()', 'setTimeout(f)', 'crypto.randomUUID()', 'await x', 'Math.random()']) {
    assert.match(line, FORBIDDEN);
  }
});

test('the core knows nothing but the core', () => {
  const found = [];
  for (const folder of CORE.keys()) {
    for (const file of javaScriptIn(join(ROOT, 'lib', folder))) {
      for (const [, from] of readFileSync(join(ROOT, file), 'utf8').matchAll(/(?:from |import\()'([^']+)'/g)) {
        const target = relative(join(ROOT, 'lib'), join(ROOT, file, '..', from));
        if (!from.startsWith('.') || !CORE.has(target.split('/')[0])) {
          found.push(`${file}: ${from}`);
        }
      }
    }
  }
  assert.deepEqual(found, []);
});

test('each class of the Java core has a file of its name here', () => {
  for (const [folder, java] of CORE) {
    const classes = readdirSync(java).filter((name) => name.endsWith('.java') && name !== 'package-info.java');
    assert.ok(classes.length > 0, folder);
    for (const name of classes.map((file) => basename(file, '.java'))) {
      const merged = MERGED.get(`${folder}/${name}`);
      assert.ok(existsSync(join(ROOT, 'lib', merged ?? `${folder}/${name}.js`)), `${folder}/${name} is missing`);
      assert.ok(!merged || !existsSync(join(ROOT, 'lib', folder, `${name}.js`)), `${folder}/${name} is there twice`);
    }
  }
});

test('each file of the core here has a Java class of its name, or says why not', () => {
  const found = [];
  for (const [folder, java] of CORE) {
    for (const file of javaScriptIn(join(ROOT, 'lib', folder))) {
      const name = `${folder}/${basename(file)}`;
      if (!ONLY_HERE.includes(name) && !existsSync(join(java, basename(file, '.js') + '.java'))) {
        found.push(name);
      }
    }
  }
  assert.deepEqual(found, []);
  assert.deepEqual(
    ONLY_HERE.filter((name) => !existsSync(join(ROOT, 'lib', name))),
    [],
  );
});

/**
 * All of our own in a folder; what is vendored is not.
 *
 * @param {string} folder
 * @returns {string[]} relative to the root
 */
function javaScriptIn(folder) {
  if (!existsSync(folder)) {
    return [];
  }
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return entry.name === 'vendor' ? [] : javaScriptIn(path);
    }
    return entry.name.endsWith('.js') ? [relative(ROOT, path)] : [];
  });
}

/** @param {string} file */
function lines(file) {
  return readFileSync(join(ROOT, file), 'utf8').trimEnd().split('\n');
}

/** @param {string} text */
function withoutComments(text) {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
}

/**
 * The lines, from 1, on which functions begin that are too long. Prettier holds the form that this relies on: what a line
 * opens is closed by the next line of the same indentation that begins with the brace.
 *
 * @param {string[]} text
 */
function longFunctions(text) {
  const found = [];
  for (let at = 0; at < text.length; at++) {
    const line = text[at];
    if (!/(\)|=>) \{$/.test(line) || /^\s*(\} )?(if|for|while|switch|catch|else)\b/.test(line)) {
      continue;
    }
    const indent = /** @type {string} */ (/^\s*/.exec(line)?.[0]);
    let begin = at;
    while (/^[)}\]]/.test(text[begin].slice(indent.length)) && begin > 0) {
      // The end of parameters that fill several lines.
      do {
        begin--;
      } while (begin > 0 && (!text[begin].startsWith(indent) || /^\s/.test(text[begin].slice(indent.length))));
    }
    const end = text.findIndex((other, index) => index > at && other.startsWith(indent + '}'));
    const isControl = /^\s*(if|for|while|switch)\b/.test(text[begin]);
    if (!isControl && end - begin + 1 >= FUNCTION_LINES) {
      found.push(begin + 1);
    }
  }
  return found;
}

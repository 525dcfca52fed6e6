import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coreSettings } from '../../lib/core/CoreSettings.js';
import { DeviceCore } from '../../lib/core/DeviceCore.js';
import { emptyState } from '../../lib/core/DeviceState.js';
import { utf8 } from '../../lib/wire/Bytes.js';
import { account, conversation, device, member, message, roster, welcome } from './people.js';

const GROUP = conversation(1);
const NOW_MS = 1_000;

/** What goes to the server, with all writes on disk at once. @param {DeviceCore} core */
function posts(core) {
  const posts = [];
  for (let effect = core.poll(); effect; effect = core.poll()) {
    if (effect.effect === 'persist') {
      core.handleDurable(effect.ticket, new Map(), NOW_MS);
    } else if (effect.effect === 'to-server' && effect.frame.type === 'post') {
      posts.push(effect.frame);
    }
  }
  return posts;
}

/** Ada and the people with these numbers. @param {number} version @param {number[]} people */
const group = (version, ...people) =>
  roster(
    GROUP,
    version,
    [1, ...people].map((n) => member(n, [device(n)])),
  );

test('nothing is posted for a member who goes together with whom the server was busy for', () => {
  const core = new DeviceCore(emptyState(account(1), device(1), '1'), coreSettings(8), NOW_MS);
  core.handleLinkUp({ ...welcome(1, NOW_MS), windowEntries: 1 }, NOW_MS);
  core.handleServerFrame(group(1, 2), NOW_MS);
  core.handleSend(GROUP, message(1), utf8('one'), NOW_MS);
  assert.equal(posts(core).length, 1);
  core.handleServerFrame(group(2, 2, 3), NOW_MS);
  core.handleSend(GROUP, message(2), utf8('two'), NOW_MS);
  assert.equal(posts(core).length, 0, 'no room');

  core.handleServerFrame({ type: 'gone', conv: GROUP, version: 9 }, NOW_MS);

  assert.equal(posts(core).length, 0);
});

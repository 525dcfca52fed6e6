import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ContentCodec } from '../lib/codec/ContentCodec.js';
import { coreSettings } from '../lib/core/CoreSettings.js';
import { DeviceCore } from '../lib/core/DeviceCore.js';
import { conversation, device, member, message, roster, welcome } from './core/people.js';
import { leadNewDevice } from './drivers/LeadingData.js';

const CONV = conversation(1);
const ROSTER = roster(CONV, 1, [member(1, [device(1)]), member(2, [device(2)])]);
const WELCOME = welcome(1, 1);

/** @typedef {import('../lib/content/Content.js').Content} Content */

/** A device on a database in memory, and what it posts. */
class Device {
  /** @type {Content[]} */
  posted = [];
  #data;
  /** @type {DeviceCore | undefined} */
  #core;
  #said = 0;

  /** @param {import('../lib/drivers/DeviceData.js').DeviceData} data */
  constructor(data) {
    this.#data = data;
  }

  static async begin() {
    return new Device(await leadNewDevice({ rosters: [ROSTER] })).restart();
  }

  async restart() {
    this.#core = new DeviceCore(await this.#data.load(1), coreSettings(8), 1);
    return this;
  }

  /** @param {boolean} up */
  server(up) {
    return this.#turn((core) => {
      if (up) {
        core.handleLinkUp(WELCOME, 1);
        core.handleServerFrame(ROSTER, 1);
        core.handleServerFrame({ type: 'live' }, 1);
      } else {
        core.handleLinkDown(1);
      }
    });
  }

  /** @param {Content} content @returns the id */
  async say(content) {
    const id = message(++this.#said);
    await this.#turn((core) => core.handleSend(CONV, id, ContentCodec.encode(content), 1));
    return id;
  }

  /** What its transcript holds. */
  async history() {
    return (await this.#data.transcript(CONV, 100)).map(({ body }) => ContentCodec.decode(body));
  }

  /** @param {(core: DeviceCore) => void} input */
  async #turn(input) {
    const core = /** @type {DeviceCore} */ (this.#core);
    input(core);
    for (let effect = core.poll(); effect !== null; effect = core.poll()) {
      if (effect.effect === 'persist') {
        this.#data.write(effect.ticket, effect.writes);
        await this.#data.idle();
        core.handleDurable(effect.ticket, new Map(), 1);
      } else if (effect.effect === 'to-server' && effect.frame.type === 'post') {
        this.posted.push(...effect.frame.entries.map(({ body }) => ContentCodec.decode(body)));
      }
    }
  }
}

/** @param {string} words @returns {Content} */
const text = (words) => ({ kind: 'text', text: words });

test('words that were taken back before a path was there leave the device no more', async () => {
  const ada = await Device.begin();
  const deleted = await ada.say(text('deleted'));
  const edited = await ada.say({ kind: 'reply', message: deleted, text: 'edited' });
  await ada.say({ kind: 'edit', message: deleted, text: 'between' });
  await ada.restart();
  await ada.say({ kind: 'delete', message: deleted });
  await ada.say({ kind: 'edit', message: edited, text: 'said, in more words' });
  await ada.restart();
  await ada.server(true);
  const left = [
    text(''),
    { kind: 'reply', message: deleted, text: 'said, in more words' },
    { kind: 'edit', message: deleted, text: '' },
    { kind: 'delete', message: deleted },
    { kind: 'edit', message: edited, text: 'said, in more words' },
  ];
  assert.deepEqual(ada.posted, left);
  assert.deepEqual(await ada.history(), left);
});

test('what may have been sent stays as it was, whatever became of the path', async () => {
  const ada = await Device.begin();
  const offline = await ada.say(text('offline'));
  await ada.server(true);
  const online = await ada.say(text('online'));
  await ada.server(false);
  await ada.say({ kind: 'delete', message: offline });
  await ada.restart();
  await ada.say({ kind: 'delete', message: online });
  const said = [text('offline'), text('online')];
  assert.deepEqual(ada.posted, said);
  assert.deepEqual((await ada.history()).slice(0, 2), said);
  await ada.server(true);
  assert.deepEqual(ada.posted.slice(2, 4), said);
});

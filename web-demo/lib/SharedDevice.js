import { lossWords } from './drivers/DiskTrouble.js';
import { Lifecycle } from './drivers/Lifecycle.js';
import { PeerClock } from './drivers/PeerClock.js';
import { Tabs } from './drivers/Tabs.js';
import { Timers } from './drivers/Timers.js';
import { Calls } from './Calls.js';
import { STARTING } from './Latest.js';
import { Leadership } from './Leadership.js';

/** @typedef {import('./Peer.js').PeerEvent} PeerEvent */

/**
 * The one device that all tabs share in which it is open: asks the tab that leads, which may be this one, and sees to it
 * that each tab hears what happens. Lives as long as the peer.
 *
 * Invariants: while any tab is open a call gets an answer, and is carried out by one device; this tab hears each event once,
 * from itself while it leads, else from the tab that does, and is told when it may have missed some.
 */
export class SharedDevice {
  #timers = new Timers();
  #clock = new PeerClock();
  /** @type {Promise<void> | undefined} */
  #closing;
  #data;
  #history;
  #feed;
  #leadership;
  #tabs;
  #calls;
  #lifecycle;

  /**
   * @param {import('./drivers/schema.js').Identity} identity
   * @param {import('./drivers/DeviceData.js').DeviceData} data closed with it
   * @param {import('./History.js').History} history
   * @param {import('./EventFeed.js').EventFeed} feed
   * @param {import('./drivers/ServerApi.js').Session} [session] what signing in has just given
   */
  constructor(identity, data, history, feed, session) {
    this.#data = data;
    this.#history = history;
    this.#feed = feed;
    this.#leadership = new Leadership({
      identity,
      data,
      session,
      timers: this.#timers,
      clock: this.#clock,
      tell: (event) => this.#tellAll(event),
      handleTakenOver: () => this.#tabs.stepBack(),
    });
    this.#tabs = new Tabs(identity.device, this.#timers, {
      load: (name) => this.#load(name),
      stepDown: () => this.#stepDown(),
      handleNewLeader: (first) => this.#handleNewLeader(first),
      handleMessage: (message) => this.#handleMessage(message),
    });
    data.handleLost((why) => this.#lost(why));
    this.#calls = new Calls((message) => this.#tabs.postToLeader(message));
    this.#lifecycle = new Lifecycle({
      freeze: () => this.#tabs.freeze(),
      resume: () => {
        this.#tabs.join();
        this.#missed();
      },
      wake: () => this.#leadership.device()?.wake(),
      networkChanged: () => this.#leadership.device()?.handleNetworkChanged(),
      leave: () => this.#leadership.leave(),
    });
    if (session) {
      this.#tabs.takeOver(); // a tab that leads has lost its sign-in to this one
    } else {
      this.#tabs.join();
    }
  }

  /** Whether this tab has the device's connection. */
  get leading() {
    return this.#leadership.device() !== undefined;
  }

  /**
   * Asks the tab that leads, which may be this one.
   *
   * @param {import('./Answers.js').Method} method
   * @param {any[]} args
   * @returns {Promise<any>}
   */
  ask(method, args) {
    return this.#calls.ask(method, args, this.leading ? (call) => this.#answer(call) : undefined);
  }

  /** The device is signed out: no tab can go on with it. */
  async signedOut() {
    this.#tabs.post({ kind: 'signed-out' });
    await this.close();
  }

  /** Ends in good order. */
  close() {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end() {
    this.#lifecycle.close();
    await this.#leadership.close();
    this.#tabs.close();
    this.#calls.close();
    this.#data.close();
    this.#timers.close();
  }

  /** @param {import('./drivers/schema.js').Loss} why */
  #lost(why) {
    this.#leadership.halt();
    this.#feed.tell({ event: 'connection-changed', state: 'stopped', reason: lossWords(why), retryInMs: 0 });
    void this.close();
  }

  /** @param {string} name @returns {Promise<(first: boolean) => void>} */
  async #load(name) {
    const begin = await this.#leadership.load(name);
    return (first) => {
      this.#tellAll(STARTING);
      begin();
      this.#feed.tell({ event: 'leading-changed', leading: true });
      this.#missed();
      this.#calls.repeat(first, (call) => this.#answer(call));
    };
  }

  #stepDown() {
    if (this.#leadership.halt()) {
      this.#feed.tell({ event: 'leading-changed', leading: false });
      this.#feed.tell(STARTING);
    }
  }

  /** @param {boolean} first */
  #handleNewLeader(first) {
    this.#tabs.post({ kind: 'joined' });
    this.#missed();
    this.#calls.repeat(first);
  }

  /** Events may have passed this tab by. */
  #missed() {
    this.#feed.missed(this.#history);
  }

  /** @param {PeerEvent} event */
  #tellAll(event) {
    this.#tabs.postAsLeader({ kind: 'event', event });
    this.#feed.tell(event);
  }

  /** @param {any} message of another tab */
  #handleMessage(message) {
    switch (message.kind) {
      case 'event':
        this.#feed.tell(message.event);
        break;
      case 'call':
        this.#answer(message);
        break;
      case 'answer':
        this.#calls.handleAnswer(message);
        break;
      case 'joined':
        if (this.leading) {
          this.#feed.latest().forEach((event) => this.#tabs.postAsLeader({ kind: 'event', event }));
        }
        break;
      case 'signed-out':
        this.#lost('signed-out');
        break;
    }
  }

  /** Where this tab leads; whoever leads next is asked again. @param {import('./Answers.js').Call} call */
  async #answer(call) {
    const answer = await this.#leadership.answer(call);
    if (answer) {
      this.#calls.isOwn(call.id) ? this.#calls.handleAnswer(answer) : this.#tabs.postAsLeader(answer);
    }
  }
}

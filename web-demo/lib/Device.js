import { coreSettings } from './core/CoreSettings.js';
import { ContentCodec } from './codec/ContentCodec.js';
import { Scalars } from './codec/Scalars.js';
import { AccessTokens } from './drivers/AccessTokens.js';
import { ApiError } from './drivers/ApiError.js';
import { ServerApi, rosterOf } from './drivers/ServerApi.js';
import { ServerLink } from './drivers/ServerLink.js';
import { History } from './History.js';
import { IceServers } from './IceServers.js';
import { LinkInputs } from './LinkInputs.js';
import { NoChannels } from './NoChannels.js';
import { PeerEngine } from './PeerEngine.js';
import { RtcChannels } from './RtcChannels.js';

const SOFTWARE = 'plait-js/0.1.0';

/** Most direct channels at once. */
const MAX_CHANNELS = 8;

/** How long a planned close waits for the other sides' FIN-ACK (PTH-5), and for the disk. */
const FIN_WAIT_MS = 700;
const DISK_WAIT_MS = 2_000;

/**
 * A message that is durable: `targets` get it, the status of `counted` (account by device) is the message's (DLV-5).
 * `statuses` when it had been taken before.
 *
 * @typedef {{id: string, stream: import('./wire/StreamId.js').StreamId, seq: number, hlc: bigint, targets: string[],
 *   counted: Record<string, string>, statuses?: Record<string, import('./Outgoing.js').Status>}} Sent
 */

/**
 * The device itself, in the tab that leads: engine, server link, channels, tokens. Its public methods are what any tab may
 * ask for through a {@link Peer}; arguments and answers can be cloned.
 */
export class Device {
  #api;
  #tokens;
  #data;
  #clock;
  #history;
  #engine;
  #link;
  #channels;
  /** @type {Promise<void>} what is said after another waits for it to be numbered */
  #turns = Promise.resolve();
  /** @type {Map<string, Promise<Sent>>} message id to what is on its way to the disk */
  #sending = new Map();

  /**
   * @param {object} parts
   * @param {import('./drivers/schema.js').Identity} parts.identity
   * @param {import('./core/DeviceState.js').DeviceState} parts.state
   * @param {import('./drivers/DeviceData.js').DeviceData} parts.data
   * @param {import('./drivers/ServerApi.js').Session} [parts.session] what signing in has just given
   * @param {import('./drivers/Timers.js').Timers} parts.timers
   * @param {import('./drivers/PeerClock.js').PeerClock} parts.clock
   * @param {(event: import('./Peer.js').PeerEvent) => void} parts.tell
   */
  constructor({ identity, state, data, session, timers, clock, tell }) {
    const { server, device } = identity;
    this.#data = data;
    this.#clock = clock;
    this.#history = new History(data, identity.account);
    this.#api = new ServerApi(server);
    this.#tokens = new AccessTokens(this.#api, device, clock, session);
    const engine = new PeerEngine({ state, settings: coreSettings(MAX_CHANNELS), data, timers, clock, tell });
    this.#engine = engine;
    const tokens = this.#tokens;
    const known = () => {
      const { through: changes, latest } = engine.core().knownChanges();
      return { incarnations: engine.core().incarnations(), changes, latest };
    };
    const hello = { device, known, software: SOFTWARE };
    const link = new ServerLink({ server, ...hello, tokens, timers, clock, listener: new LinkInputs(engine, data) });
    this.#link = link;
    const fetch = async (/** @type {string} */ rtt) => this.#api.iceServers(await tokens.access(), rtt);
    this.#channels =
      typeof RTCPeerConnection === 'undefined'
        ? new NoChannels('this browser has no WebRTC, or it is switched off')
        : new RtcChannels({
            self: device,
            engine,
            timers,
            clock,
            iceServers: new IceServers({ fetch, timers, clock, serverTimeMs: () => link.serverTimeMs() }),
          });
  }

  /** Begins; link and channels look after themselves from then on. */
  start() {
    this.#clock.handleJump(() => this.#engine.handleJump());
    this.#engine.start(this.#link, this.#channels);
  }

  /** @param {number} throughTicket @param {Map<number, Set<string>>} known */
  handleDurable(throughTicket, known) {
    this.#engine.handleDurable(throughTicket, known);
  }

  /** Connects again, also after the server has ended the connection for good. */
  connect() {
    this.#link.restart();
  }

  /** The network has gone, or the person is back. */
  wake() {
    this.#link.checkNow();
    this.#engine.handleDoubt();
  }

  /** The network is another one, or back. */
  handleNetworkChanged() {
    this.#link.renew('the network is another one');
    this.#engine.handleNetworkChanged();
  }

  /** Ends in good order: channels say FIN, what waits for the disk is written, the link closes. */
  async close() {
    this.#engine.handleClosing();
    await Promise.race([this.#channels.finished(), new Promise((done) => setTimeout(done, FIN_WAIT_MS))]);
    this.#channels.close();
    this.#link.close('closed');
    await this.#data.stopLeading(DISK_WAIT_MS);
    this.#engine.halt();
  }

  /** The page goes, now: what can be said without waiting is said. */
  leave() {
    this.#engine.handleClosing();
    this.#data.leave();
    this.#end('the page goes');
  }

  /** Another tab leads: nothing is said or written any more. */
  halt() {
    this.#data.halt();
    this.#end('another tab leads');
  }

  /** @param {string} why */
  #end(why) {
    this.#engine.halt();
    this.#channels.close();
    this.#link.close(why);
  }

  /**
   * Says something. Settles once it cannot be lost any more. The same id is said once, however often it is asked for: a tab
   * asks again when the one that led is gone.
   *
   * @param {string} conv
   * @param {import('./content/Content.js').Content} content
   * @param {string} id of the message
   * @param {boolean} repeated whether it may have been taken before
   */
  async send(conv, content, id, repeated) {
    checkUuid('conv', conv);
    checkUuid('id', id);
    const body = bodyOf(content);
    let sending = this.#sending.get(id);
    if (!sending) {
      sending = this.#sendInTurn(conv, body, id, repeated).finally(() => this.#sending.delete(id));
      this.#sending.set(id, sending);
    }
    return sending;
  }

  /**
   * What is said keeps its order, though some of it has to be looked up first: whether a message has been taken already.
   *
   * @param {string} conv
   * @param {Uint8Array} body
   * @param {string} id
   * @param {boolean} repeated
   * @returns {Promise<Sent>}
   */
  #sendInTurn(conv, body, id, repeated) {
    return new Promise((taken, failed) => {
      this.#turns = this.#turns
        .then(() => (repeated ? this.#history.own(id) : undefined))
        .then((known) =>
          known ? taken(sentBefore(known)) : void this.#engine.send(conv, id, body).then(taken, failed),
        )
        .catch(failed);
    });
  }

  /** Tells the others that everything handed over so far in a conversation has been seen. @param {string} conv */
  markRead(conv) {
    checkUuid('conv', conv);
    this.#engine.turnStamped((core, nowMs) => core.handleMarkRead(conv, () => crypto.randomUUID(), nowMs));
  }

  /** @param {string} conv @param {boolean} active */
  typing(conv, active) {
    checkUuid('conv', conv);
    this.#engine.turn((core) => core.handleTyping(conv, active === true));
  }

  /** @param {'online' | 'away'} state */
  presence(state) {
    if (state !== 'online' && state !== 'away') {
      throw new TypeError(`the presence is online or away, not ${state}`);
    }
    this.#engine.turn((core) => core.handlePresence(state));
  }

  /** All conversations as last told by the server. */
  conversations() {
    return this.#engine.core().conversations();
  }

  /** How the other devices of a conversation are reached, and why. @param {string} conv */
  paths(conv) {
    return Promise.all(
      this.#engine
        .core()
        .paths(conv)
        .map((view) => this.#channels.describe(view)),
    );
  }

  /**
   * Makes a conversation with the accounts of these handles, or finds the direct one.
   *
   * @param {'direct' | 'group'} kind
   * @param {string} title
   * @param {string[]} handles
   */
  async open(kind, title, handles) {
    const members = await Promise.all(handles.map((handle) => this.accountOf(handle)));
    const roster = await this.#withToken((token) =>
      this.#api.createConversation(
        token,
        kind,
        title,
        members.map(({ account }) => account),
      ),
    );
    return this.#took(roster);
  }

  /** The profile of exactly this handle. @param {string} handle */
  async accountOf(handle) {
    try {
      return await this.#withToken((token) => this.#api.accountOf(token, handle));
    } catch (failure) {
      throw failure instanceof ApiError && failure.code === 'not-found'
        ? new ApiError(404, 'not-found', `there is no ${handle} here; check the spelling of the handle`)
        : failure;
    }
  }

  /**
   * Any other request of the HTTP page as this account.
   *
   * @param {'GET' | 'POST' | 'PATCH' | 'DELETE'} method
   * @param {string} path under `/v1`
   * @param {object} [body]
   */
  request(method, path, body) {
    return this.#withToken((token) => this.#api.request(token, method, path, body));
  }

  /**
   * A request that changes a conversation; what it answers counts at once.
   *
   * @param {'POST' | 'PATCH' | 'DELETE'} method
   * @param {string} path under `/v1`
   * @param {object} [body]
   */
  async changeConversation(method, path, body) {
    const answer = await this.request(method, path, body);
    return answer.members && this.#took(rosterOf(answer));
  }

  /** @param {import('./wire/types.js').Roster} roster */
  #took(roster) {
    this.#engine.turn((core, nowMs) => core.handleServerFrame(roster, nowMs));
    return roster;
  }

  /** Signs this device, or every one of the account, out at the server. @param {boolean} [everywhere] */
  async signOut(everywhere = false) {
    await this.#withToken((token) => (everywhere ? this.#api.signOutEverywhere(token) : this.#api.signOut(token)));
  }

  /**
   * A token may have ended early by the server's clock: one more try with a fresh one.
   *
   * @template T
   * @param {(token: string) => Promise<T>} request
   */
  async #withToken(request) {
    try {
      return await request(await this.#tokens.access());
    } catch (failure) {
      if (!(failure instanceof ApiError) || failure.code !== 'unauthenticated') {
        throw failure;
      }
      return request(await this.#tokens.renew());
    }
  }
}

/** @param {string} name @param {unknown} value */
function checkUuid(name, value) {
  if (typeof value !== 'string' || !Scalars.isUuid(value)) {
    throw new TypeError(`${name} is not a UUID in lower case: ${value}`);
  }
}

/**
 * What is not readable again would be kept, sent, and understood by nobody.
 *
 * @param {import('./content/Content.js').Content} content
 * @returns {Uint8Array}
 */
function bodyOf(content) {
  let body;
  try {
    body = ContentCodec.encode(content);
  } catch (failure) {
    throw new TypeError(`not a content of kind ${content.kind}: ${/** @type {Error} */ (failure).message}`);
  }
  if (!(body instanceof Uint8Array) || ContentCodec.decode(body).kind !== content.kind) {
    throw new TypeError(`not a content of kind ${content.kind}: a field is missing, too long or of another type`);
  }
  return body;
}

/**
 * @param {{entry: import('./History.js').TranscriptEntry, counted: Record<string, string>}} known
 * @returns {Sent}
 */
function sentBefore({ entry, counted }) {
  const { id, conv, device, epoch, seq, hlc, statuses = {} } = entry;
  return { id, stream: { conv, device, epoch }, seq, hlc, targets: Object.keys(statuses), counted, statuses };
}

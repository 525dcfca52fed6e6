/**
 * What the link to the server brings, as turns of the `PeerEngine`. A session whose welcome shows another past is of no
 * use: it ends when the new epoch has begun.
 */
export class LinkInputs {
  #engine;
  #data;

  /** @param {import('./PeerEngine.js').PeerEngine} engine @param {import('./drivers/DeviceData.js').DeviceData} data */
  constructor(engine, data) {
    this.#engine = engine;
    this.#data = data;
  }

  /** @param {import('./wire/types.js').Welcome} welcome */
  handleLinkUp(welcome) {
    // Before the turn: an epoch that begins with it goes on by the same time.
    this.#data.write(0, [{ write: 'server-clock', aheadMs: welcome.serverTimeMs - Date.now() }]);
    if (!this.#engine.turnOfSession((core, nowMs) => core.handleLinkUp(welcome, nowMs))) {
      return;
    }
    this.#engine.handleWelcomed();
    this.#engine.tellConnection('online', 'welcome', 0);
  }

  /** @param {import('./wire/types.js').ServerFrame} frame */
  handleServerFrame(frame) {
    this.#engine.turnOfSession((core, nowMs) => core.handleServerFrame(frame, nowMs));
  }

  /** @param {string} conversation @param {string} rule */
  handleUnreadable(conversation, rule) {
    this.#engine.turnOfSession((core) => core.handleUnreadable(conversation, rule));
  }

  /** @param {string} reason @param {number} retryInMs */
  handleLinkDown(reason, retryInMs) {
    this.#engine.turnOfSession((core, nowMs) => core.handleLinkDown(nowMs));
    this.#engine.handleNoSession();
    this.#engine.tellConnection('offline', reason, retryInMs);
  }

  /** @param {number} code @param {string} reason */
  handleLinkStopped(code, reason) {
    this.#engine.turn((core, nowMs) => core.handleOut(nowMs));
    this.#engine.handleNoSession();
    this.#engine.tellConnection('stopped', `${reason} (${code})`, 0);
  }
}

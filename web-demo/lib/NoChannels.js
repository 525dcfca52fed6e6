import { NO_STATS } from './drivers/StatsReader.js';
import { absent } from './path/ChannelTries.js';
import { pathInfo } from './PathInfo.js';

/** Stands in where there is no WebRTC: relay and store work. Has the methods of RtcChannels. */
export class NoChannels {
  #reason;

  /** @param {string} reason told as what was tried */
  constructor(reason) {
    this.#reason = reason;
  }

  handleSignal() {}
  handleUnreachable() {}
  want() {}
  tellOpen() {}
  send() {}
  handleLinkUp() {}
  handleNetworkChanged() {}
  handleDead() {}
  handleViolated() {}
  handleFinished() {}
  close() {}

  async finished() {}

  /** @param {import('./core/PathView.js').PathView} view */
  async describe(view) {
    return pathInfo(view, NO_STATS, absent(this.#reason), undefined);
  }
}

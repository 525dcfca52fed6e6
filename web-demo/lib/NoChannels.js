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
  send() {}
  handleLinkUp() {}
  handleDead() {}
  handleViolated() {}
  handleFinished() {}
  blackHole() {}
  close() {}

  async finished() {}

  /** @param {import('./core/PathView.js').PathView} view @returns {Promise<import('./RtcChannels.js').PathInfo>} */
  async describe(view) {
    const tried = [...view.tried, this.#reason];
    return { ...view, tried, viaTurn: false, candidatePair: '', ladder: undefined, bytesSent: 0, bytesReceived: 0 };
  }
}

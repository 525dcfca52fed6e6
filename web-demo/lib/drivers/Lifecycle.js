/**
 * @typedef {object} LifecycleListener
 * @property {() => void} freeze the browser stops this page, or keeps it aside: nothing runs until `resume`
 * @property {() => void} resume it runs again
 * @property {() => void} wake the network has gone, or the person looks at the page
 * @property {() => void} networkChanged the network is another one, or back
 * @property {() => void} leave the page goes; only what needs no waiting can be done
 */

/** Hears what the browser does with the page (Page Lifecycle). */
export class Lifecycle {
  #abort = new AbortController();

  /** @param {LifecycleListener} listener */
  constructor({ freeze, resume, wake, networkChanged, leave }) {
    const signal = this.#abort.signal;
    document.addEventListener('freeze', freeze, { signal });
    document.addEventListener('resume', resume, { signal });
    addEventListener('online', networkChanged, { signal });
    addEventListener('offline', wake, { signal });
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && wake(), { signal });
    this.#watchConnection(networkChanged);
    addEventListener('pagehide', ({ persisted }) => (persisted ? freeze() : leave()), { signal });
    addEventListener('pageshow', ({ persisted }) => persisted && resume(), { signal });
  }

  /**
   * Some browsers tell from what kind of network to what kind they went (Network Information API). They say so with each
   * estimate of its speed, too.
   *
   * @param {() => void} networkChanged
   */
  #watchConnection(networkChanged) {
    const connection = /** @type {any} */ (navigator).connection;
    let type = connection?.type;
    const look = () => {
      if (connection.type !== type) {
        type = connection.type;
        networkChanged();
      }
    };
    connection?.addEventListener?.('change', look, { signal: this.#abort.signal });
  }

  /** Hears nothing any more. */
  close() {
    this.#abort.abort();
  }
}

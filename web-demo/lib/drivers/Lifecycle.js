/**
 * @typedef {object} LifecycleListener
 * @property {() => void} freeze the browser stops this page, or keeps it aside: nothing runs until `resume`
 * @property {() => void} resume it runs again
 * @property {() => void} wake the network has come or gone, or the person looks at the page
 * @property {() => void} leave the page goes; only what needs no waiting can be done
 */

/** Hears what the browser does with the page (Page Lifecycle). */
export class Lifecycle {
  #abort = new AbortController();

  /** @param {LifecycleListener} listener */
  constructor({ freeze, resume, wake, leave }) {
    const signal = this.#abort.signal;
    document.addEventListener('freeze', freeze, { signal });
    document.addEventListener('resume', resume, { signal });
    addEventListener('online', wake, { signal });
    addEventListener('offline', wake, { signal });
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && wake(), { signal });
    addEventListener('pagehide', ({ persisted }) => (persisted ? freeze() : leave()), { signal });
    addEventListener('pageshow', ({ persisted }) => persisted && resume(), { signal });
  }

  /** Hears nothing any more. */
  close() {
    this.#abort.abort();
  }
}

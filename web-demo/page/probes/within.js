// A bound on waiting, for the checks of the connection.

/**
 * Waits at most that long, and only while somebody wants to know.
 *
 * @template T
 * @param {number} ms
 * @param {AbortSignal} signal ends the waiting
 * @param {Promise<T>} promise
 * @returns {Promise<T>} fails with a reason that {@link isOver} knows when it took too long or was ended
 */
export function within(ms, signal, promise) {
  return new Promise((done, failed) => {
    const timer = setTimeout(() => failed(new DOMException('It took too long', 'TimeoutError')), ms);
    const end = () => failed(signal.reason);
    if (signal.aborted) end();
    signal.addEventListener('abort', end);
    promise.then(done, failed).finally(() => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
    });
  });
}

/** Whether the waiting has ended, not what was waited for. @param {any} error */
export const isOver = (error) => error.name === 'TimeoutError' || error.name === 'AbortError';

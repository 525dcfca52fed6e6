// Counts the time for Timers.js: a worker's timers go on when the browser slows down those of a hidden page.
/** @type {Map<number, ReturnType<typeof setTimeout>>} */
const running = new Map();

self.addEventListener('message', ({ data }) => {
  const { id, delayMs } = /** @type {{id: number, delayMs: number | null}} */ (data);
  clearTimeout(running.get(id));
  running.delete(id);
  if (delayMs !== null) {
    running.set(
      id,
      setTimeout(() => {
        running.delete(id);
        self.postMessage(id);
      }, delayMs),
    );
  }
});

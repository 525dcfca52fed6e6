// Loads the page, and loads it anew where a part of it does not come: a browser that gives up on a module, as when the
// network changes just then, does not ask for it again by itself.

/** How often in a row by itself, and the pause before the first time; each pause is twice the one before. */
const RELOADS_MAX = 3;
const PAUSE_MS = 1_000;

/** A server that needs longer would not send the page either. */
const ANSWER_MS = 5_000;

/** How often it was done in this tab since the page was last there. */
const RELOADS_KEY = 'plait-reloads';

const words = /** @type {HTMLElement} */ (document.querySelector('#loading'));

try {
  await import('./app.js');
  keep(0);
} catch (error) {
  reportError(error);
  // What fails once the page is drawn is no matter of loading.
  if (words.isConnected) await again();
}

async function again() {
  words.textContent = 'Parts of the page did not come. Trying again…';
  for (let reloads = count(); reloads < RELOADS_MAX; reloads++) {
    await new Promise((done) => setTimeout(done, PAUSE_MS * 2 ** reloads));
    if (await answers()) return keep(reloads + 1) ? location.reload() : offer();
  }
  offer();
}

/** Whether the server does. In place of this page a reload would show what the browser says of a server that is away. */
async function answers() {
  try {
    return (
      await fetch(new URL('../v1/time', import.meta.url), { cache: 'no-store', signal: AbortSignal.timeout(ANSWER_MS) })
    ).ok;
  } catch {
    return false;
  }
}

/** Leaves it to the person. */
function offer() {
  words.textContent =
    'Parts of the page did not come. The network or the server may be away, or something between them holds parts back.';
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'primary';
  button.dataset.test = 'reload';
  button.textContent = 'Load the page again';
  button.onclick = () => location.reload();
  document.querySelector('.late')?.replaceWith(button);
}

/** @returns {number} the most where the browser keeps nothing, so that it does not go on for ever */
function count() {
  try {
    return Number(sessionStorage.getItem(RELOADS_KEY));
  } catch {
    return RELOADS_MAX;
  }
}

/** @param {number} reloads @returns {boolean} whether it is kept */
function keep(reloads) {
  try {
    sessionStorage.setItem(RELOADS_KEY, String(reloads));
    return true;
  } catch {
    return false;
  }
}

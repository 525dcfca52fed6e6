// Parts of the page that nobody sees at first: fetched once the first screen is drawn, so that they are there when they
// are wanted, also when the server is away by then.
import { attempt, changed } from './context.js';

/** @type {{ path?: typeof import('./views/path.js'), settings?: typeof import('./views/settings.js') }} */
export const later = {};

/** Fetches them, once. */
export async function fetchLater() {
  [later.path, later.settings] = await Promise.all([import('./views/path.js'), import('./views/settings.js')]);
  changed();
}

/** Opens the settings. */
export const openSettings = () =>
  attempt('The settings could not be opened', async () => {
    await fetchLater();
    await later.settings?.openSettings();
  });

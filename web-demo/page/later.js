// Parts of the page that nobody sees at first: fetched once the first screen is drawn, so that they are there when they
// are wanted, also when the server is away by then.
import { html } from './vendor/lit-html/lit-html.js';
import { attempt, changed } from './context.js';
import { spinner } from './views/icons.js';

/** @type {{ panel?: typeof import('./views/panel.js'), dialogs?: typeof import('./views/dialogs.js') }} */
export const later = {};

/** After a failure. */
const AGAIN_MS = 5_000;

/** Fetches them, however often it takes. */
export async function fetchLater() {
  try {
    [later.panel, later.dialogs] = await Promise.all([import('./views/panel.js'), import('./views/dialogs.js')]);
    changed();
  } catch {
    setTimeout(fetchLater, AGAIN_MS); // the view says that it is not there yet
  }
}

/** What is shown in their place meanwhile. */
export const fetching = () => html`
  <p role="status">${spinner()} Fetching this part of the page… If it does not come, reload the page.</p>
`;

/** Opens the settings. */
export const openSettings = () =>
  attempt('The settings could not be opened', async () => {
    const { openSettings: open } = await import('./views/dialogs.js');
    await open();
  });

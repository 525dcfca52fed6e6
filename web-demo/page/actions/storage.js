// The browser's storage for small things. It may be full, or taken away while the page is open: then the page goes on
// without.

/** @param {string} key @returns {string | null} what was kept */
export function kept(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** @param {string} key @param {string} text */
export function keep(key, text) {
  try {
    localStorage.setItem(key, text);
  } catch {
    // What the page shows is not kept, and not lost while it is open.
  }
}

/** @param {(key: string) => boolean} which keys */
export function forget(which) {
  try {
    for (const key of Object.keys(localStorage).filter(which)) localStorage.removeItem(key);
  } catch {
    // There is nothing to forget.
  }
}

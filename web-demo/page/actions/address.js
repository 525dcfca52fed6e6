// The address line: which device this tab is and which conversation it shows; never a password or token. The tab's own
// storage tells the device when the address does not.

const TAB_KEY = 'plait-tab';

/** @returns {{ as?: string, conv?: string, try?: string }} what the fragment says */
export function readAddress() {
  const fields = new URLSearchParams(location.hash.slice(1));
  return {
    as: fields.get('as') ?? undefined,
    conv: fields.get('conv') ?? undefined,
    try: fields.get('try') ?? undefined,
  };
}

/** @returns {string | undefined} the device that this tab was */
export function tabDevice() {
  return sessionStorage.getItem(TAB_KEY) ?? undefined;
}

/** @param {string} device */
export function rememberTab(device) {
  sessionStorage.setItem(TAB_KEY, device);
  const { conv } = readAddress();
  history.replaceState(null, '', `#as=${device}` + (conv ? `&conv=${conv}` : ''));
}

/** Forgets which device this tab is. */
export function forgetTab() {
  sessionStorage.removeItem(TAB_KEY);
  history.replaceState(null, '', location.pathname);
}

/**
 * Notes the conversation on the screen. Opening one from the list is a step that the browser's back button undoes.
 *
 * @param {string | undefined} conv
 * @param {boolean} step
 */
export function noteConversation(conv, step) {
  const device = tabDevice();
  const hash = `#as=${device}` + (conv ? `&conv=${conv}` : '');
  if (location.hash === hash) return;
  if (step) history.pushState(null, '', hash);
  else history.replaceState(null, '', hash);
}

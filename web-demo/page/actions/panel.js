// The panel beside the conversation: why this path, members, search.
import { context, changed, focusOn } from '../context.js';
import { Samples } from '../model/Samples.js';

const { state } = context;

/** How often the paths are looked at while somebody watches. */
const SAMPLE_MS = 1_000;

/** Paths change in groups (each device, each rung); looking once is enough. */
const SOON_MS = 250;

/** @type {ReturnType<typeof setInterval> | undefined} */
let sampler;

/**
 * Opens or closes the panel.
 *
 * @param {'path' | 'info' | 'search'} panel
 */
export function togglePanel(panel) {
  if (state.panel === panel) return closePanel();
  stopSampling();
  state.panel = panel;
  state.side = { busy: '', device: '' };
  if (panel === 'path') startSampling();
  focusOn(panel === 'search' ? '#search' : '.panel h2');
}

/** Closes it and goes back to where it was opened. */
export function closePanel() {
  if (!state.panel) return;
  const panel = state.panel;
  stopSampling();
  state.panel = undefined;
  state.search = { text: '', everywhere: false, busy: false, done: false, hits: [] };
  focusOn(`[data-panel="${panel}"]`);
}

function startSampling() {
  state.samples = new Map();
  void sample();
  sampler = setInterval(sample, SAMPLE_MS);
}

function stopSampling() {
  clearInterval(sampler);
  sampler = undefined;
}

async function sample() {
  // Whoever signs out or is gone from the conversation closes the panel, too.
  if (state.panel !== 'path') return stopSampling();
  if (document.visibilityState !== 'visible') return;
  await refreshPaths();
  const conversation = state.open && state.conversations.get(state.open.conv);
  const nowMs = Date.now();
  for (const path of conversation?.paths ?? []) {
    const samples = state.samples.get(path.device) ?? new Samples();
    samples.add(nowMs, path);
    state.samples.set(path.device, samples);
  }
  changed();
}

let soon = false;

/** Looks at the paths of the conversation on the screen, a little later and once. */
export function refreshPathsSoon() {
  if (soon) return;
  soon = true;
  setTimeout(() => {
    soon = false;
    void refreshPaths();
  }, SOON_MS);
}

/** Looks at the paths of the conversation on the screen: those to the devices of others. */
export async function refreshPaths() {
  const conversation = state.open && state.conversations.get(state.open.conv);
  if (!conversation || !context.peer) return;
  try {
    /** @type {import('../types.js').PathReport[]} */
    const paths = await context.peer.paths(conversation.roster.conv);
    conversation.paths = paths.filter((path) => state.people.accountOf(path.device) !== state.me.account);
  } catch {
    conversation.paths = [];
  }
  changed();
}

/** @param {string} device whose path the panel shows */
export function pickDevice(device) {
  state.side.device = device;
  changed();
}

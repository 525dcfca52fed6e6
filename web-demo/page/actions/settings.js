// The own account: profile, devices, password, blocked people.
import { context, changed } from '../context.js';
import { describe } from '../model/failure.js';
import { signOut } from './session.js';

const { state } = context;

/** Opens the settings and reads what they show. */
export async function openSettings() {
  const dialog = (state.dialog = /** @type {Extract<import('../state.js').Dialog, {kind: 'settings'}>} */ ({
    kind: 'settings',
    busy: 'Reading…',
  }));
  changed();
  try {
    const [profile, devices, blocks] = await Promise.all([
      context.peer.profile(),
      context.peer.devices(),
      context.peer.blocks(),
    ]);
    Object.assign(dialog, { profile, devices, blocks: namedBlocks(blocks), busy: '' });
  } catch (error) {
    dialog.busy = '';
    dialog.failure = { ...describe(error, 'The settings could not be read'), at: 'all' };
  }
  changed();
}

/**
 * @param {{ account: string, handle: string, displayName: string }[]} profiles
 * @returns {{ account: string, name: string }[]}
 */
function namedBlocks(profiles) {
  return profiles.map(({ account, handle, displayName }) => ({
    account,
    name: displayName || handle || state.people.nameOf(account),
  }));
}

/**
 * Does something in the settings.
 *
 * @param {string} at section
 * @param {string} busy
 * @param {string} doing what failed, if it fails
 * @param {(dialog: Extract<import('../state.js').Dialog, {kind: 'settings'}>) => Promise<string>} work says what was done
 */
async function change(at, busy, doing, work) {
  const dialog = state.dialog;
  if (dialog?.kind !== 'settings' || dialog.busy) return false;
  Object.assign(dialog, { busy, failure: undefined, done: undefined });
  changed();
  try {
    dialog.done = await work(dialog);
    return true;
  } catch (error) {
    dialog.failure = { ...describe(error, doing), at };
    return false;
  } finally {
    dialog.busy = '';
    changed();
  }
}

/** @param {string} displayName */
export function changeName(displayName) {
  return change('profile', 'Saving…', 'The name was not changed', async (dialog) => {
    dialog.profile = (await context.peer.changeProfile({ displayName: displayName.trim() })) ?? dialog.profile;
    return 'Your name is changed.';
  });
}

/**
 * @param {string} device
 * @param {string} name
 */
export function renameDevice(device, name) {
  return change('devices', 'Saving…', 'The device was not renamed', async (dialog) => {
    await context.peer.renameDevice(device, name.trim());
    dialog.devices = await context.peer.devices();
    return 'The device is renamed.';
  });
}

/** @param {any} device */
export function askToRemoveDevice(device) {
  const settings = state.dialog;
  state.dialog = {
    kind: 'confirm',
    title: `Remove ${device.name}?`,
    text: 'It is signed out within seconds and gets no more messages. What has not gone out from it is lost.',
    label: 'Remove',
    busy: false,
    run: async () => {
      await context.peer.removeDevice(device.device);
      state.dialog = settings;
      if (settings?.kind === 'settings') {
        settings.devices = await context.peer.devices();
        settings.done = `${device.name} is removed.`;
      }
    },
  };
  changed();
}

/**
 * @param {string} old
 * @param {string} fresh
 */
export function changePassword(old, fresh) {
  return change('password', 'Changing…', 'The password was not changed', async () => {
    await context.peer.changePassword(old, fresh);
    return 'The password is changed. Your other devices are signed out.';
  });
}

/** Asks before signing out. */
export function askToSignOut() {
  state.dialog = {
    kind: 'confirm',
    title: 'Sign out?',
    text: 'The messages kept in this browser are deleted, what has not gone out yet too. To only leave, close the window.',
    label: 'Sign out',
    busy: false,
    run: signOut,
  };
  changed();
}

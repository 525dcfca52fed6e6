// The own account: profile, devices, password, blocked people.
import { context, changed, tell } from '../context.js';
import { describe } from '../model/failure.js';
import { memberName } from '../model/rosters.js';
import { ask } from './dialog.js';
import { deleteAccount, signOut } from './session.js';
import { isolated } from '../model/text.js';

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
    name: handle ? memberName({ handle, displayName }) : state.people.nameOf(account),
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
  const { peer } = context;
  // Closed meanwhile, it shows nothing any more.
  const closed = () => !isShown(dialog) && context.peer === peer;
  try {
    dialog.done = await work(dialog);
    if (closed()) tell({ tone: 'good', what: dialog.done });
    return true;
  } catch (error) {
    dialog.failure = { ...describe(error, doing), at };
    if (closed()) tell({ tone: 'bad', ...dialog.failure });
    return false;
  } finally {
    dialog.busy = '';
    changed();
  }
}

/** @param {import('../state.js').Dialog} settings @returns {boolean} whether they are open, or come back after a question */
const isShown = (settings) =>
  state.dialog === settings || (state.dialog?.kind === 'confirm' && state.dialog.back === settings);

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
  const name = isolated(device.name);
  ask({
    title: `Remove ${name}?`,
    text: 'It is signed out within seconds and gets no more messages. What has not gone out from it is lost.',
    label: 'Remove',
    doing: 'Removing…',
    undone: `${name} was not removed`,
    run: async () => {
      await context.peer.removeDevice(device.device);
      if (settings?.kind !== 'settings') return;
      settings.devices = settings.devices?.filter((other) => other.device !== device.device);
      settings.done = `${name} is removed.`;
    },
  });
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

/** @param {{ account: string, name: string }} blocked */
export function unblock({ account, name }) {
  if (state.dialog?.kind === 'settings' && !state.dialog.busy) state.dialog.picked = account;
  return change('blocks', 'Taking the block back…', `${isolated(name)} is still blocked`, async (dialog) => {
    await context.peer.unblock(account);
    dialog.blocks = dialog.blocks?.filter((other) => other.account !== account);
    return `${isolated(name)} is no longer blocked.`;
  });
}

/** Gives the person all that the server keeps of the account, as a file. */
export function saveExport() {
  return change('account', 'Collecting…', 'Your data was not collected', async () => {
    const text = JSON.stringify(await context.peer.exportAccount(), undefined, 2);
    const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    Object.assign(document.createElement('a'), { href: url, download: `plait-${state.me.handle}.json` }).click();
    URL.revokeObjectURL(url);
    return 'Your data is saved as a file.';
  });
}

/** Asks before all devices are signed out. */
export function askToSignOutEverywhere() {
  ask({
    title: 'Sign out everywhere?',
    text: 'Every device has to sign in again. The messages kept in this browser are deleted, what has not gone out yet too; other devices keep theirs.',
    label: 'Sign out everywhere',
    doing: 'Signing out…',
    undone: 'You were not signed out',
    run: () => signOut({ everywhere: true }),
  });
}

/** Asks, and for the password, before the account is deleted. */
export function askToDeleteAccount() {
  ask({
    title: 'Delete the account?',
    text: `This cannot be taken back: you leave every conversation, and nobody gets the handle ${state.me.handle} again. What others have received stays with them. The messages kept in this browser are deleted.`,
    label: 'Delete for good',
    doing: 'Deleting…',
    undone: 'The account was not deleted',
    password: true,
    run: deleteAccount,
  });
}

/** Asks before signing out. */
export function askToSignOut() {
  ask({
    title: 'Sign out?',
    text: 'The messages kept in this browser are deleted, what has not gone out yet too. To only leave, close the window.',
    label: 'Sign out',
    doing: 'Signing out…',
    undone: 'You were not signed out',
    run: () => signOut(),
  });
}

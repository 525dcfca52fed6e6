// The one dialog: asking before something is done, and what every dialog has in common.
import { context, changed, focusOn, tell } from '../context.js';
import { describe } from '../model/failure.js';

/** @typedef {import('../state.js').Question} Question */

const { state } = context;

/**
 * Asks before something is done. What is asked from the settings leads back there.
 *
 * @param {Question} question
 */
export function ask(question) {
  const back = state.dialog?.kind === 'settings' ? state.dialog : undefined;
  state.dialog = { kind: 'confirm', question, busy: false, back };
  if (back) focusOn('#dialog-title');
  else changed();
}

/** Does what the dialog asks about. @param {string} [password] where it asks for that */
export async function confirmed(password = '') {
  const dialog = state.dialog;
  if (dialog?.kind !== 'confirm' || dialog.busy) return;
  dialog.busy = true;
  dialog.failure = undefined;
  changed();
  const { peer } = context;
  try {
    await dialog.question.run(password);
    if (state.dialog === dialog) closeDialog();
  } catch (error) {
    dialog.busy = false;
    dialog.failure = describe(error, dialog.question.undone);
    if (state.dialog === dialog) focusOn('#dialog-title');
    else if (context.peer === peer) tell({ tone: 'bad', ...dialog.failure });
  }
  changed();
}

/** Closes the dialog; what was opened from the settings goes back to them. Checks that nobody sees any more end. */
export function closeDialog() {
  if (state.dialog?.kind === 'doctor') state.dialog.running.abort();
  const back = state.dialog && 'back' in state.dialog ? state.dialog.back : undefined;
  state.dialog = back;
  if (back) focusOn('#dialog-title');
  else changed();
}

/** @param {string} key of an own message */
export function showDetails(key) {
  state.dialog = { kind: 'details', key };
  changed();
}

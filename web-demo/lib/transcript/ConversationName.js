import { nameLabel, personName } from './PersonName.js';
import { visibleText } from './VisibleText.js';

/**
 * How a conversation is named. A group's title is what somebody chose, and may be anybody's name: whoever draws it marks a
 * group as one (TRS-8).
 *
 * @typedef {object} ConversationName
 * @property {boolean} group
 * @property {string} name the title of a group; the other person's name
 * @property {string} handle of the other person, to show beside it; empty when the name says it already, and for groups
 */

const NOBODY = 'nobody else';

/**
 * Names a conversation for a member.
 *
 * @param {{ kind: string, title?: string, members: { account: string, handle: string, displayName?: string }[] }} roster
 * @param {string} me the own account
 * @returns {ConversationName}
 */
export function conversationName({ kind, title = '', members }, me) {
  const others = members.filter(({ account }) => account !== me).map(personName);
  if (kind === 'group') {
    const name = visibleText(title) || others.map(nameLabel).join(', ') || NOBODY;
    return { group: true, name, handle: '' };
  }
  const { name, handle } = others[0] ?? { name: NOBODY, handle: '' };
  return { group: false, name, handle };
}

// Finds the web addresses in a text. Nothing else in a message is ever made clickable.

/**
 * Everything that can be of an address: not white space, controls, and quotes and brackets, nor what ends sentences in any
 * script. Brackets and punctuation of ASCII, the joiners of words and the apostrophe can. It has an end, or a text of many
 * addresses without a space would be read to its end for each.
 */
const ADDRESS =
  /(?<![a-z\d])https?:\/\/(?:[!(),.:;?[\]{}\u200c\u200d’]|[^"<>\\`\p{C}\p{Z}\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Term}¡¿…‥⋯—―〜\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]){1,2048}/giu;

/** Longer ones stay text: no address that somebody shares is as long, and reading it costs time. */
const LONGEST = 2_048;

/** An apostrophe is of a word when one goes on behind it, and that not with a lone "s"; in a host it never is. */
const QUOTE = /['’](?![\p{L}\p{N}])|['’]s(?![\p{L}\p{N}_])|(?<=^https?:\/\/[^/?#]*)['’]/iu;

/** No domain ends in letters of ASCII and others: those are of the next word. */
const NEXT_WORD = /(?<=^https?:\/\/[^/?#]*\.[a-z]+)[^\0-\x7f][^./?#]*(?![^/?#])/iu;

/** Behind a letter or the like it is a comment; behind a slash it may be a name. */
const EMOJI = /(?<![/=_-]|\p{Emoji_Presentation})\p{Emoji_Presentation}/u;

/** What more likely ends the sentence than the address. A closing bracket that is left has been opened in it. */
const TRAILING = /[^\P{P}/_#%&@)}\]-]|[~|]/u;

/**
 * A part of a text. `href`: where a web address leads. `host`: the name of the host as it is asked for, where the address
 * writes it in another way: letters beyond ASCII (shown in Punycode) may look like others, and numbers may be spelled.
 *
 * @typedef {{ text: string, href?: string, host?: string }} Part
 */

/**
 * Splits a text at its web addresses.
 *
 * @param {string} text
 * @returns {Part[]} in order; together they are the text
 */
export function splitLinks(text) {
  /** @type {Part[]} */
  const parts = [];
  let done = 0;
  ADDRESS.lastIndex = 0;
  for (let match; (match = ADDRESS.exec(text)) !== null;) {
    const { index } = match;
    const address = withoutRest(match[0], text.slice(Math.max(0, index - 2), index));
    const url = address.length > LONGEST ? undefined : webAddress(address);
    if (url === undefined) continue;
    if (index > done) parts.push({ text: text.slice(done, index) });
    const { href, hostname } = url;
    parts.push({ text: address, href, ...(writes(address, hostname) ? {} : { host: hostname }) });
    // What was taken off may hold the next one.
    ADDRESS.lastIndex = done = index + address.length;
  }
  if (done < text.length) parts.push({ text: text.slice(done) });
  return parts;
}

/**
 * Takes off what is of the text around: marks and quotes that were opened before it, brackets that were not opened in it,
 * and what ends a sentence.
 *
 * @param {string} address
 * @param {string} before the two characters in front of it
 */
function withoutRest(address, before) {
  const marks = /([*~|_])\1?$/.exec(before)?.[0] ?? '';
  for (const cut of [/['‘‚‛]$/.test(before) ? /['’]/ : QUOTE, NEXT_WORD, EMOJI])
    address = upTo(address, address.search(cut));
  if (marks !== '' && marks[0] !== '_') address = upTo(address, address.indexOf(marks));
  address = upTo(address, firstUnopened(address));
  let end = address.length;
  while (TRAILING.test(address[end - 1]) || (marks[0] === '_' && address[end - 1] === '_')) end--;
  return address.slice(0, end);
}

/** @param {string} text @param {number} at -1 for all of it */
const upTo = (text, at) => (at < 0 ? text : text.slice(0, at));

/** @param {string} address @returns {number} where a bracket closes that it has not opened; -1 for nowhere */
function firstUnopened(address) {
  const open = [0, 0, 0];
  for (let i = 0; i < address.length; i++) {
    const kind = '([{)]}'.indexOf(address[i]);
    if (kind >= 3 && --open[kind - 3] < 0) return i;
    if (kind >= 0 && kind < 3) open[kind]++;
  }
  return -1;
}

/**
 * @param {string} address
 * @returns {URL | undefined} the address when it is one, without a name before its host
 */
function webAddress(address) {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const web = url.protocol === 'http:' || url.protocol === 'https:';
  return web && url.username === '' && url.password === '' ? url : undefined;
}

/** Whether an address writes its host as it is asked for. @param {string} address @param {string} hostname */
const writes = (address, hostname) =>
  /^https?:\/\/([^/?#]*?)(:\d*)?(?![^/?#])/i.exec(address)?.[1].toLowerCase() === hostname;

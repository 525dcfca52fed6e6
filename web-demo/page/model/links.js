// Finds the web addresses in a text. Nothing else in a message is ever made clickable.

const ADDRESS = /\bhttps?:\/\/[^\s<>"'`\u0000-\u001f\u007f]+/gi;
const TRAILING = '.,;:!?)]}';

/** Longer ones stay text: no address that somebody shares is as long, and reading it costs time. */
const LONGEST = 2_048;

/**
 * Splits a text at its web addresses.
 *
 * @param {string} text
 * @returns {{ text: string, href?: string }[]} in order; together they are the text
 */
export function splitLinks(text) {
  /** @type {{ text: string, href?: string }[]} */
  const parts = [];
  let done = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = withoutTrailing(match[0]);
    const href = address.length > LONGEST ? undefined : webAddress(address);
    if (href === undefined) continue;
    if (match.index > done) parts.push({ text: text.slice(done, match.index) });
    parts.push({ text: address, href });
    done = match.index + address.length;
  }
  if (done < text.length) parts.push({ text: text.slice(done) });
  return parts;
}

/**
 * Takes off what more likely ends the sentence than the address; a closing bracket stays when the address opens it.
 *
 * @param {string} address
 */
function withoutTrailing(address) {
  let end = address.length;
  let tooMany = count(address, ')') - count(address, '(');
  for (; end > 0 && TRAILING.includes(address[end - 1]); end--) {
    if (address[end - 1] !== ')') continue;
    if (tooMany <= 0) break;
    tooMany--;
  }
  return address.slice(0, end);
}

/** @param {string} text @param {string} character */
const count = (text, character) => text.split(character).length - 1;

/**
 * @param {string} address
 * @returns {string | undefined} the address when it is one, and shows the host that it leads to
 */
function webAddress(address) {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const web = url.protocol === 'http:' || url.protocol === 'https:';
  return web && url.username === '' && url.password === '' ? url.href : undefined;
}

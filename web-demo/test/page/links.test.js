import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { splitLinks } from '../../page/model/links.js';

/** @param {string} text */
const links = (text) =>
  splitLinks(text)
    .filter((part) => part.href)
    .map((part) => part.text);

test('only http and https addresses become links', () => {
  assert.deepEqual(links('see https://a.example/x?y=1#z, and http://b.example.'), [
    'https://a.example/x?y=1#z',
    'http://b.example',
  ]);
  assert.deepEqual(links('javascript:alert(1) data:text/html,x ftp://a.example mailto:a@b.example file:///etc'), []);
  assert.deepEqual(links('www.example.org and example.org'), []);
});

test('an address ends where the sentence goes on', () => {
  assert.deepEqual(links('(https://a.example/b)'), ['https://a.example/b']);
  assert.deepEqual(links('https://a.example/w_(x)'), ['https://a.example/w_(x)']);
  assert.deepEqual(links('<https://a.example/>"'), ['https://a.example/']);
});

test('an address ends where a reader ends it, in every script', () => {
  const wanted = 'https://example.org/a';
  for (const text of [
    '(see @).',
    '“@” is it',
    '‘@’',
    '‘@’s title',
    "'@'",
    "@'s title",
    '@’s title',
    '»@«',
    '«@»',
    '„@“',
    '‹@›',
    'see @…',
    'see @...',
    '@—as it says',
    '¿@?',
    '打开 @。谢谢',
    '打开@。谢谢',
    '打开（@）谢谢',
    '「@」を見て',
    '@，然后',
    '@、そして',
    '@！',
    '@～',
    '《@》',
    'انظر @، ثم',
    'انظر @؟',
    'دیکھیں @۔',
    'देखें @। फिर',
    'देखें @॥',
    'տես @։',
    'ተመልከት @።',
    'ကြည့်ပါ @။',
    '**@**',
    '**@**: so',
    '**@**and more',
    '*@*',
    '_@_',
    '~~@~~',
    '||@||',
    '`@`',
    '[it](@)',
    '[it](@)and more',
    '{@}',
    '[@]',
    '@)and more',
    '@👍',
    '@.👍',
    '@\\n',
    '@\u200bzero',
    '@\u202egnp.exe',
    '@\u3000あ',
  ]) {
    assert.deepEqual(links(text.replace('@', wanted)), [wanted], text);
  }
});

test('an address keeps what is of it', () => {
  for (const address of [
    'https://en.wikipedia.org/wiki/Thread_(computing)',
    'https://en.wikipedia.org/wiki/A_(b)_(c)#d_(e)',
    "https://en.wikipedia.org/wiki/Schrödinger's_cat",
    'https://fr.wikipedia.org/wiki/L’Équipe',
    'https://ca.wikipedia.org/wiki/Col·lecció',
    'https://en.wikipedia.org/wiki/Michelson–Morley_experiment',
    'https://zh.wikipedia.org/wiki/维基百科',
    'https://ja.wikipedia.org/wiki/ジョン・レノン',
    'https://ar.wikipedia.org/wiki/ويكيبيديا',
    'https://fa.wikipedia.org/wiki/ویکی\u200cپدیا',
    'https://hi.wikipedia.org/wiki/विकिपीडिया',
    'https://he.wikipedia.org/wiki/צה״ל',
    'https://münchen.example/straße',
    'https://www.schön.example/',
    'https://例え.テスト/道',
    'https://пример.испытание/путь?ключ=значение',
    'https://emojipedia.org/😀',
    'https://a.example/%E2%80%A6?q=%22x%22&r[]=1&f=A|B*C',
    'https://web.archive.org/web/2020/https://example.org/',
    'https://instagram.com/somebody_',
    'http://[::1]:8787/#as=new',
    'http://localhost:8787/~me/-',
  ]) {
    assert.deepEqual(links(address), [address]);
    assert.deepEqual(links(`(${address}).`), [address]);
    assert.deepEqual(links(`“${address}”`), [address]);
    assert.deepEqual(links(`**${address}**`), [address]);
  }
});

test('the next word is none of a host', () => {
  assert.deepEqual(links('https://example.org谢谢'), ['https://example.org']);
  assert.deepEqual(links('https://example.org’dan'), ['https://example.org']);
  assert.deepEqual(links("https://example.org's"), ['https://example.org']);
  assert.deepEqual(links('xhttps://example.org'), []);
  assert.deepEqual(links('https://a.example\\@b.example'), ['https://a.example']);
});

test('addresses without a space between them are several', () => {
  assert.deepEqual(links('[https://a.example/](https://a.example/)'), ['https://a.example/', 'https://a.example/']);
  assert.deepEqual(links('https://a.example、https://b.example'), ['https://a.example', 'https://b.example']);
});

test('an address that hides its host behind a name is not a link', () => {
  assert.deepEqual(links('https://bank.example@evil.example/'), []);
});

test('a host that is not what it looks like is told beside its address', () => {
  const host = (/** @type {string} */ address) => splitLinks(`see ${address} and`).find((part) => part.href)?.host;
  for (const [address, told] of [
    ['https://\u0430pple.com/', 'xn--pple-43d.com'],
    ['https://münchen.example/straße', 'xn--mnchen-3ya.example'],
    ['https://例え.テスト/道', 'xn--r8jz45g.xn--zckzah'],
    ['https://a.example\u2215b.example/', 'a.xn--exampleb-4f7d.example'],
    ['https://ｂank.example', 'bank.example'],
    ['https://b%61nk.example', 'bank.example'],
    ['http://2130706433/', '127.0.0.1'],
    ['http://0x7f.1:80/', '127.0.0.1'],
  ]) {
    assert.equal(host(address), told, address);
  }
  for (const address of [
    'https://a.example',
    'https://A.Example:443/x',
    'http://a.example:8080?x#y',
    'http://localhost:8787/~me/-',
    'http://[::1]:8787/#as=new',
    'https://xn--pple-43d.com/',
    'https://a.example/münchen',
  ]) {
    assert.equal(host(address), undefined, address);
  }
});

test('a text made to be slow costs no time', () => {
  const many = 31_000;
  assert.deepEqual(links('https://a/' + ')'.repeat(many)), ['https://a/']);
  assert.deepEqual(links('https://a/' + '('.repeat(many) + ')'.repeat(many)), ['https://a/']);
  assert.deepEqual(links('https://a/' + '.'.repeat(many)), ['https://a/']);
  assert.equal(links('http://a '.repeat(many / 10)).length, many / 10);
  assert.equal(links('http://a)'.repeat(many / 10)).length, many / 10);
  for (const piece of ["'", '’', '**', '👍', 'é', '、', '(.', 'https://', '.', 'http://a.b', '.a', '_']) {
    // Of the processor, for the machine may have much else to do. What is read over and over would take minutes.
    const before = process.cpuUsage();
    links('https://a' + piece.repeat(many / piece.length));
    links(('https://a' + piece.repeat(2_000 / piece.length)).repeat(16));
    const { user } = process.cpuUsage(before);
    assert.ok(user < 5_000_000, `${piece}: ${user} µs`);
  }
});

test('an address that nobody would share for its length stays text', () => {
  const address = (/** @type {number} */ length) => 'https://a.example/'.padEnd(length, 'x');
  assert.deepEqual(links(address(2_048)), [address(2_048)]);
  assert.deepEqual(links(address(2_049)), []);
});

test('the parts are the text', () => {
  const piece = fc.constantFrom(
    'https://',
    'http://a.b',
    ' ',
    '(',
    ')',
    '.',
    'x',
    '\n',
    '@',
    'é',
    '。',
    '’',
    '**',
    '_',
    ']',
    '👍',
    '\u200d',
    '\ud83d',
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('');
      const parts = splitLinks(text);
      assert.equal(parts.map((part) => part.text).join(''), text);
      for (const { href } of parts) assert.match(href ?? 'http:', /^https?:/);
    }),
  );
});

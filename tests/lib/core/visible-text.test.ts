import fc from 'fast-check'
import { expect, test } from 'vitest'
import { visiblePieces, visibleText } from '#lib/core/visible-text'

test.each([
  ['a right-to-left override', 'invoice\u202efdp.exe', 'invoice\\u202Efdp.exe'],
  ['an isolate that is left open', 'a\u2066b', 'a\\u2066b'],
  ['a zero-width space', 'pay\u200bpal', 'pay\\u200Bpal'],
  ['a byte order mark', '\ufeff{}', '\\uFEFF{}'],
  ['a soft hyphen', 'a\u00adb', 'a\\u00ADb'],
  ['control characters', 'a\0b\u001b[31m\u0085', 'a\\u0000b\\u001B[31m\\u0085'],
  ['line separators', 'a\u2028b\u2029', 'a\\u2028b\\u2029'],
  ['a carriage return', 'a\rb', 'a\\u000Db'],
  ['a tag beyond U+FFFF', 'a\u{e0061}', 'a\\u{E0061}'],
  ['a filler that looks like nothing', '\u3164', '\\u3164'],
  ['a lone surrogate', 'a\ud800b', 'a\\uD800b'],
  ['a joiner that joins nothing', 'a\u200db', 'a\\u200Db'],
])('shows %s as an escape', (_, text, shown) => {
  expect(visibleText(text)).toBe(shown)
})

test.each([
  '',
  'plain',
  'a\tb\nc',
  'naïve €',
  'שלום',
  'مرحبا \u0661',
  '👨\u200d👩\u200d👧',
  '👩🏽\u200d💻',
  '❤\ufe0f\u200d🔥',
  '日本語',
  '\u0600\u06dd',
])('leaves %j as it is', (text) => {
  expect(visibleText(text)).toBe(text)
})

test('leaves no character that reorders or hides text, and loses no visible one', () => {
  const unit = fc.constantFrom('a', '"', '\u202e', '\u200b', '\u2067', '\ud83d', '😀', '\u200d', '\n', '\u0007', 'ש')
  fc.assert(
    fc.property(fc.array(unit), (units) => {
      const pieces = visiblePieces(units.join(''))
      const raw = pieces.flatMap(({ text, hidden }) => (hidden ? [] : text)).join('')
      for (const char of ['\u202e', '\u200b', '\u2067', '\u0007']) expect(raw).not.toContain(char)
      const visible = units.filter((each) => ['a', '"', '😀', '\n', 'ש'].includes(each)).join('')
      expect([...raw].filter((char) => visible.includes(char)).join('')).toBe(visible)
    }),
  )
})

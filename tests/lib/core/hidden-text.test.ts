import { expect, test } from 'vitest'
import { createBinInput, plainText } from '#lib/api/bin-input'
import { hasHiddenCharacters, withoutHiddenCharacters } from '#lib/core/hidden-text'

const HIDDEN = [
  0x00ad, 0x061c, 0x115f, 0x180e, 0x200b, 0x200e, 0x200f, 0x202a, 0x202d, 0x202e, 0x2060, 0x2066, 0x2069, 0x3164, 0xfeff, 0xfff9,
  0xe0041,
]

test.each(HIDDEN)('refuses U+%x in bin names and notes, and removes it from pasted text', (code) => {
  const text = `bank${String.fromCodePoint(code)}.example`
  expect(hasHiddenCharacters(text)).toBe(true)
  expect(createBinInput.safeParse({ name: text }).success).toBe(false)
  expect(plainText(text)).toBe(false)
  expect(withoutHiddenCharacters(text)).toBe('bank.example')
})

test.each(['Zahlungen grün', 'פרויקט', 'می\u200Cخواهم', '👩\u200D💻', 'é ü', '支払い', '❤️'])('accepts the name %s', (name) => {
  expect(createBinInput.safeParse({ name }).success).toBe(true)
})

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseContentType } from '#lib/core/content-type'
import { decodeText } from '#lib/formats/decode-text'
import { hexRow, hexText } from '#lib/formats/hex'
import { rowAt, textBlock, textRow, wrapRows } from '#lib/formats/text-block'
import { propertyRuns } from '../../property-runs'
import { bytes } from './notation-text'
import { show, viewOf } from './show'

const decoded = (hex: string, charset: string | null) =>
  decodeText(bytes(hex), parseContentType(charset === null ? null : `text/plain; charset=${charset}`))

test.each([
  ['UTF-8', 'c3a9', null, 'é', 'utf-8'],
  ['UTF-8 with a mark', 'efbbbf c3a9', null, '\uFEFFé', 'utf-8'],
  ['a mark against the type', 'efbbbf c3a9', 'iso-8859-1', '\uFEFFé', 'utf-8'],
  ['UTF-16LE by its mark', 'fffe e900', null, '\uFEFFé', 'utf-16le'],
  ['UTF-16BE by its mark', 'feff 00e9', null, '\uFEFFé', 'utf-16be'],
  ['UTF-16 by its type', '6800 6900', 'utf-16', 'hi', 'utf-16le'],
  ['U+FFFD that was sent', 'fdff', 'utf-16le', '\uFFFD', 'utf-16le'],
  ['latin-1', 'e9 74e9', 'ISO-8859-1', 'été', 'windows-1252'],
  ['Shift_JIS', '93fa 967b', 'shift_jis', '日本', 'shift_jis'],
  ['EUC-JP', 'c6fc cbdc', 'euc-jp', '日本', 'euc-jp'],
  ['GB 18030', 'd6d0 cec4 8139ee39', 'gb18030', '中文㐀', 'gb18030'],
  ['Big5', 'a4a4', 'big5', '中', 'big5'],
  ['a charset in quotes', 'e9', '"latin1"', 'é', 'windows-1252'],
])('reads %s without a note', (_, hex, charset, text, name) => {
  expect(decoded(hex, charset)).toEqual({ text, charset: name, notes: [] })
})

test.each([
  ['61ff62', null, 'a\uFFFDb', 'Some bytes are not UTF-8; they are shown as \uFFFD. Hex shows them.'],
  ['e9', 'utf-8', '\uFFFD', 'Some bytes are not UTF-8; they are shown as \uFFFD. Hex shows them.'],
  ['00d8', 'utf-16le', '\uFFFD', 'Some bytes are not utf-16le; they are shown as \uFFFD. Hex shows them.'],
  ['616200', 'utf-16le', '扡\uFFFD', 'Some bytes are not utf-16le; they are shown as \uFFFD. Hex shows them.'],
  ['93', 'shift_jis', '\uFFFD', 'Some bytes are not shift_jis; they are shown as \uFFFD. Hex shows them.'],
  ['c3a9', 'latin1', 'Ã©', 'The type says latin1, but the bytes read as UTF-8 too: the sender may have named the wrong charset.'],
  ['61', 'klingon', 'a', 'The charset "klingon" is not supported; read as UTF-8.'],
])('notes what is odd about %s as %s', (hex, charset, text, note) => {
  expect(decoded(hex, charset)).toMatchObject({ text, notes: [note] })
})

test('guesses UTF-16 text without a byte order mark if the media type declares it', async () => {
  expect(viewOf(await show(bytes('6800 6900'), 'text/plain; charset=utf-16le'), 'text').text.text).toBe('hi')
})

test('decoding never throws, and has no note if the text encodes to the same bytes', () => {
  const charset = fc.constantFrom(null, 'utf-8', 'utf-16le', 'utf-16be', 'latin1', 'shift_jis', 'gb18030', 'nonsense', '"')
  fc.assert(
    fc.property(fc.uint8Array(), charset, (body, charset) => {
      const { text, charset: read, notes } = decodeText(body, parseContentType(charset && `text/plain; charset=${charset}`))
      if (read === 'utf-8')
        expect(notes.some((note) => note.includes('\uFFFD'))).toBe(hexText(new TextEncoder().encode(text)) !== hexText(body))
    }),
  )
})

test('hex: offsets, bytes and ASCII', () => {
  expect(hexRow(bytes('00 41 7e 7f 20 ff'), 0, 4)).toEqual({ offset: 0, hex: ['00', '41', '7e', '7f'], ascii: '.A~.' })
  expect(hexRow(bytes('00 41 7e 7f 20 ff'), 1, 4)).toEqual({ offset: 4, hex: ['20', 'ff'], ascii: ' .' })
  expect(hexRow(new Uint8Array(), 0, 16)).toEqual({ offset: 0, hex: [], ascii: '' })
})

test('hex: the rows join to the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(8, 16), (body, width) => {
      const rows = Array.from({ length: Math.ceil(body.length / width) }, (_, row) => hexRow(body, row, width))
      expect(bytes(rows.flatMap(({ hex }) => hex).join(''))).toEqual(body)
      expect(rows.map(({ ascii }) => ascii).join('')).toHaveLength(body.length)
    }),
  )
})

const rowsOf = (text: string, columns: number) => {
  const block = textBlock(text)
  const rows = wrapRows(block, columns)
  return Array.from({ length: rows.at(-1)! }, (_, row) => textRow(block, rows, row, columns))
}

test.each([
  ['', [''], [1]],
  ['abc', ['abc'], [1]],
  ['abcdef', ['abcd', 'ef'], [1, 1]],
  ['abcd\nef', ['abcd', 'ef'], [1, 2]], // a line that just fits has no empty row after it
  ['a\r\nb\rc\n', ['a', 'b', 'c', ''], [1, 2, 3, 4]],
  ['\n\n', ['', '', ''], [1, 2, 3]],
  ['abc🎉d', ['abc🎉', 'd'], [1, 1]], // a surrogate pair is not split
])('breaks %j after four characters', (text, pieces, lines) => {
  const rows = rowsOf(text, 4)
  expect(rows.map(({ start, end }) => text.slice(start, end))).toEqual(pieces)
  expect(rows.map(({ line }) => line + 1)).toEqual(lines)
})

test('wrapping never loses a character and finds the row of each one', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', '\n', '\r', '\r\n', '🎉', '\ud800', '\udc00', '\t'))
    .map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 9 }), (text, columns) => {
      const block = textBlock(text)
      const rows = wrapRows(block, columns)
      let at = 0
      for (let row = 0; row < rows.at(-1)!; row++) {
        const { start, end } = textRow(block, rows, row, columns)
        expect(text.slice(at, start)).toMatch(/^(?:\r\n|\r|\n)?$/)
        expect(start).toBeLessThanOrEqual(end)
        at = end
      }
      expect(text.slice(at)).toBe('')
      for (let offset = 0; offset < text.length; offset++) {
        const { start, end } = textRow(block, rows, rowAt(block, rows, offset, columns), columns)
        expect(offset).toBeGreaterThanOrEqual(start - 1) // the second half of a pair is in the row of the first
        expect(offset).toBeLessThanOrEqual(end + 1) // a line break follows its row
      }
    }),
    { numRuns: propertyRuns(500) },
  )
})

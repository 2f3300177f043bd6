import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseTable, rowCells, rowCount, type Table } from '#lib/formats/table'
import { show, viewOf } from './show'

const rows = (table: Table) => Array.from({ length: rowCount(table) }, (_, row) => rowCells(table, row))

test.each([
  [
    'a,b\n1,2',
    ',',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'a,b\r\n1,2\r\n',
    ',',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  ['a\rb', ',', [['a'], ['b']]],
  ['"a,b","c ""d"""', ',', [['a,b', 'c "d"']]],
  ['"two\nlines",x', ',', [['two\nlines', 'x']]],
  ['a,,', ',', [['a', '', '']]],
  ['\n\na', ',', [[''], [''], ['a']]],
  ['"never closed, \n x', ',', [['"never closed, \n x']]],
  ['"a"b,c', ',', [['"a"b', 'c']]],
  ['\uFEFFa;b', ';', [['a', 'b']]],
  ['=cmd|x,+1', ',', [['=cmd|x', '+1']]],
  ['', ',', []],
])('reads %j', (text, delimiter, expected) => {
  expect(rows(parseTable(text, delimiter))).toEqual(expected)
})

test.each([
  ['text/csv', 'a;b;c\n1,5;2;3', ';'],
  ['text/csv', 'a|b\n', '|'],
  ['text/csv', 'alone', ','],
  ['text/tab-separated-values', 'a,b\tc', '\t'],
])('finds the delimiter of %s %j', async (type, text, delimiter) => {
  expect(viewOf(await show(text, type), 'table').table.delimiter).toBe(delimiter)
})

test('reports rows of different length, and an empty body', async () => {
  expect((await show('a,b\n1,2\n3', 'text/csv')).notes).toEqual(['Not every row has 2 cells: row 3 has 1.'])
  expect(await show('\uFEFF', 'text/csv', { choice: 'csv' })).toMatchObject({ view: null, failed: 'there is no row' })
})

test('reads what RFC 4180 writes', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', 'é') })
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (sent) => {
      const text = sent.map((row) => row.map((each) => `"${each.replaceAll('"', '""')}"`).join(',')).join('\r\n')
      expect(rows(parseTable(text, ','))).toEqual(sent)
    }),
  )
})

test('never throws and never loses a character: cells and separators join to the source', () => {
  const nearly = fc.array(fc.constantFrom('a', ',', '"', '\n', '\r', '\uFEFF', '\ud800')).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(fc.oneof(nearly, fc.string({ unit: 'binary' })), (text) => {
      const { cells } = parseTable(text, ',')
      let between = ''
      let at = 0
      for (let i = 0; i < cells.length; i += 2) {
        between += text.slice(at, cells[i]!)
        at = cells[i + 1]!
      }
      expect(between + text.slice(at)).toMatch(/^\uFEFF?[,\r\n]*$/)
    }),
  )
})

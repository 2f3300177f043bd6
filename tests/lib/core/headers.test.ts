import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changeHeaders, type HeaderChange, type RawHeaders } from '#lib/core/headers'

const headers: RawHeaders = [
  ['X-B', '1'],
  ['x-a', '2'],
  ['X-b', '3'],
]

describe('changeHeaders', () => {
  test('a value stands once where the first of its name stood, whatever the case', () => {
    expect(changeHeaders(headers, [['x-B', 'new']])).toEqual([
      ['x-B', 'new'],
      ['x-a', '2'],
    ])
  })

  test('a new name comes last, null takes all of a name out, and of two changes to one name the later holds', () => {
    const changes: HeaderChange[] = [
      ['Authorization', 'one'],
      ['x-b', null],
      ['authorization', 'two'],
    ]
    expect(changeHeaders(headers, changes)).toEqual([
      ['x-a', '2'],
      ['authorization', 'two'],
    ])
  })

  test('names that are not changed keep their order, case, number and values', () => {
    const name = fc.constantFrom('a', 'A', 'b', 'B', 'c', '__proto__')
    const list = fc.array(fc.tuple(name, fc.string()))
    const changes = fc.array(fc.tuple(name, fc.option(fc.string())))
    fc.assert(
      fc.property(list, changes, (before, made) => {
        const touched = new Set(made.map(([each]) => each.toLowerCase()))
        const rest = (pairs: RawHeaders) => pairs.filter(([each]) => !touched.has(each.toLowerCase()))
        expect(rest(changeHeaders(before, made))).toEqual(rest(before))
      }),
    )
  })
})

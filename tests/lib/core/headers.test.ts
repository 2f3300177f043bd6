import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changeHeaders, type HeaderChange, type RawHeaders } from '#lib/core/headers'

const headers: RawHeaders = [
  ['X-B', '1'],
  ['x-a', '2'],
  ['X-b', '3'],
]

describe('changeHeaders', () => {
  test('puts a new value once, at the position of the first header of that name, whatever its case', () => {
    expect(changeHeaders(headers, [['x-B', 'new']])).toEqual([
      ['x-B', 'new'],
      ['x-a', '2'],
    ])
  })

  test('appends a new name, removes all headers of a name with null, and lets the later of two changes win', () => {
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

  test('keeps order, case, duplicates and values of other headers', () => {
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

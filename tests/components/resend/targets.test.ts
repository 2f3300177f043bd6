import fc from 'fast-check'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { parseChangeLines, toChangeLines } from '@/components/resend/header-lines'
import { chosenTargets, lastChoice, readRecent, rememberChoice } from '@/components/resend/recent-targets'
import { readSavedTargets, type SavedTarget, urlFault } from '@/components/resend/target'
import { createStoredText } from '@/components/stored-text'

const staging: SavedTarget = { id: 'a', name: 'Staging', url: 'http://staging/', headerChanges: [['Authorization', 'Bearer t']] }

beforeEach(() => localStorage.clear())

describe('saved targets as storage gives them', () => {
  test('what was saved comes back', () => {
    expect(readSavedTargets(JSON.stringify([staging]))).toEqual([staging])
  })

  test.each([null, '', '{', 'null', '7', '"text"', '{"0":{}}', '[null,1,[],{}]'])('%s is no target', (text) =>
    expect(readSavedTargets(text)).toEqual([]),
  )

  test.each([
    { url: 'javascript:alert(1)' },
    { url: 'http://me:secret@host/' },
    { name: '' },
    { name: 'x'.repeat(61) },
    { name: { toString: 'x' } },
    { headerChanges: [['A', 'b\r\nc: d']] },
    { headerChanges: [['a b', null]] },
    { headerChanges: Array(21).fill(['A', 'b']) },
    { headerChanges: 'A: b' },
  ])('%o is passed over and the next one is kept', (part) => {
    expect(readSavedTargets(JSON.stringify([{ ...staging, ...part, id: 'bad' }, staging]))).toEqual([staging])
  })

  test('at most fifty, each id once, and nothing but what is known', () => {
    const many = Array.from({ length: 100_000 }, (_, index) => ({ ...staging, id: `id${index}`, extra: 'x' }))
    const read = readSavedTargets(JSON.stringify(many))
    expect(read).toHaveLength(50)
    expect(Object.keys(read[0]!)).toEqual(['id', 'name', 'url', 'headerChanges'])
    expect(readSavedTargets(JSON.stringify([staging, staging]))).toHaveLength(1)
  })

  test('anything at all is read without a throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        expect(Array.isArray(readSavedTargets(text))).toBe(true)
        expect(Array.isArray(readRecent(text).bins)).toBe(true)
      }),
    )
  })
})

describe('where a bin was last sent to', () => {
  test('is remembered for each bin, newest URLs first, and bounded', () => {
    for (let index = 0; index < 120; index += 1) rememberChoice(`bin${index}`, { typed: `http://h${index}/`, savedIds: ['a'] })
    expect(lastChoice('bin119')).toEqual({ typed: 'http://h119/', savedIds: ['a'] })
    expect(lastChoice('bin0')).toEqual({ typed: '', savedIds: [] })
    const { urls, bins } = readRecent(localStorage.getItem('creel:recent-targets'))
    expect(urls).toHaveLength(8)
    expect(bins).toHaveLength(100)
  })

  test('a saved target that is gone is not sent to', () => {
    expect(chosenTargets({ typed: '', savedIds: ['gone', 'a'] }, [staging])).toEqual([staging])
    expect(chosenTargets({ typed: ' http://b/ ', savedIds: ['a'] }, [staging]).map(({ url }) => url)).toEqual([
      'http://staging/',
      'http://b/',
    ])
  })
})

test('header changes are lines, and come back as they were', () => {
  const changes = [
    ['Authorization', 'Bearer a:b'],
    ['X-Debug', null],
  ] as const
  expect(toChangeLines(changes)).toBe('Authorization: Bearer a:b\n-X-Debug')
  expect(parseChangeLines(toChangeLines(changes)).headers).toEqual(changes)
  expect(parseChangeLines('A: 1\n- b c').error).toMatch(/^Line 2: "b c" is not a legal header name/)
})

test.each([
  ['', /^Give an http/],
  ['localhost:3000', /^Begin it/],
  ['http://', /^Not a URL/],
  ['http://a:b@c/', /Authorization header/],
  [`http://a/${'x'.repeat(9000)}`, /shorten it/],
])('URL %s', (url, fault) => expect(urlFault(url)).toMatch(fault))

test('where storage is forbidden a text lasts as long as the page, and that is said', () => {
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('no', 'QuotaExceededError')
  })
  const stored = createStoredText('creel:test', (text) => text)
  const told = vi.fn()
  stored.subscribe(told)
  expect(stored.write('kept')).toBe(false)
  expect(stored.read()).toBe('kept')
  expect(told).toHaveBeenCalledOnce()
})

import fc from 'fast-check'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { completeUrl } from '#lib/core/complete-url'
import { chosenTargets, lastChoice, readRecent, rememberChoice } from '@/components/resend/known-targets'
import { readSavedTargets, type SavedTarget, targetLabel, typedTarget, urlFault } from '@/components/resend/target'
import { createStoredText } from '@/components/ui/stored-text'
import { parseChangeLines, toChangeLines } from '@/lib/core/header-lines'

const staging: SavedTarget = { id: 'a', name: 'Staging', url: 'http://staging/', headerChanges: [['Authorization', 'Bearer t']] }

beforeEach(() => localStorage.clear())

describe('saved targets read from storage', () => {
  test('returns what was saved', () => {
    expect(readSavedTargets(JSON.stringify([staging]))).toEqual([staging])
  })

  test.each([null, '', '{', 'null', '7', '"text"', '{"0":{}}', '[null,1,[],{}]'])('rejects %s', (text) =>
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
  ])('skips %o and keeps the next one', (part) => {
    expect(readSavedTargets(JSON.stringify([{ ...staging, ...part, id: 'bad' }, staging]))).toEqual([staging])
  })

  test('keeps at most fifty, each id once, and only known fields', () => {
    const many = Array.from({ length: 100_000 }, (_, index) => ({ ...staging, id: `id${index}`, extra: 'x' }))
    const read = readSavedTargets(JSON.stringify(many))
    expect(read).toHaveLength(50)
    expect(Object.keys(read[0]!)).toEqual(['id', 'name', 'url', 'headerChanges'])
    expect(readSavedTargets(JSON.stringify([staging, staging]))).toHaveLength(1)
  })

  test('reads any value without throwing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        expect(Array.isArray(readSavedTargets(text))).toBe(true)
        expect(Array.isArray(readRecent(text).bins)).toBe(true)
      }),
    )
  })
})

describe('the last targets of a bin', () => {
  test('are remembered for each bin, newest URLs first, up to a limit', () => {
    for (let index = 0; index < 120; index += 1) rememberChoice(`bin${index}`, { typed: `http://h${index}/`, savedIds: ['a'] })
    expect(lastChoice('bin119')).toEqual({ typed: 'http://h119/', savedIds: ['a'] })
    expect(lastChoice('bin0')).toEqual({ typed: '', savedIds: [] })
    const { urls, bins } = readRecent(localStorage.getItem('creel:recent-targets'))
    expect(urls).toHaveLength(8)
    expect(bins).toHaveLength(100)
  })

  test('omit a saved target that was deleted', () => {
    expect(chosenTargets({ typed: '', savedIds: ['gone', 'a'] }, [staging])).toEqual([staging])
    expect(chosenTargets({ typed: ' localhost:1/ ', savedIds: [] }).map(({ url }) => url)).toEqual(['http://localhost:1/'])
    expect(chosenTargets({ typed: ' http://b/ ', savedIds: ['a'] }, [staging]).map(({ url }) => url)).toEqual([
      'http://staging/',
      'http://b/',
    ])
  })
})

test('header changes are written as lines and read back unchanged', () => {
  const changes = [
    ['Authorization', 'Bearer a:b'],
    ['X-Debug', null],
  ] as const
  expect(toChangeLines(changes)).toBe('Authorization: Bearer a:b\n-X-Debug')
  expect(parseChangeLines(toChangeLines(changes)).headers).toEqual(changes)
  expect(parseChangeLines('A: 1\n- b c').error).toMatch(/^Line 2: "b c" is not a valid header name/)
})

test.each([
  ['', /^Enter a URL/],
  ['localhost:3000', /^Use an http/],
  ['http://', /^Not a valid URL/],
  ['http://a:b@c/', /Authorization header/],
  [`http://a/${'x'.repeat(9000)}`, /characters long/],
])('URL %s', (url, fault) => expect(urlFault(url)).toMatch(fault))

test('keeps text only as long as the page if storage is blocked, and says so', () => {
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

test.each([
  ['localhost:4000/x', 'http://localhost:4000/x'],
  ['localhost', 'http://localhost'],
  ['app.localhost:4000', 'http://app.localhost:4000'],
  ['127.0.0.1:8080/a?b=c', 'http://127.0.0.1:8080/a?b=c'],
  ['127.1', 'http://127.1'],
  ['[::1]:3000', 'http://[::1]:3000'],
  [':4000/x', 'http://localhost:4000/x'],
  ['4000', 'http://localhost:4000'],
  ['4000?a=b', 'http://localhost:4000?a=b'],
  ['hooks.example', 'https://hooks.example'],
  ['localhost.example:4000', 'https://localhost.example:4000'],
  ['192.168.1.5:4000', 'https://192.168.1.5:4000'],
  [' HTTP://Localhost ', 'HTTP://Localhost'],
  ['ftp://localhost', 'ftp://localhost'],
  ['javascript:alert(1)', 'javascript:alert(1)'],
  ['/path', '/path'],
  ['two words', 'two words'],
  ['', ''],
])('%j typed as a target means %j', (typed, url) => expect(completeUrl(typed)).toBe(url))

test("shows a target's hidden characters as escapes", () => {
  expect(targetLabel(typedTarget('http://a/\u202egpj'))).toBe('http://a/\\u202Egpj')
  expect(targetLabel({ ...staging, name: 'St\u200baging' })).toBe('St\\u200Baging')
})

import { expect, test } from 'vitest'
import { encodeBytes } from '#lib/core/content'
import { compareBodies } from '../../../components/compare/body-comparison'
import { excerpts } from '../../../components/compare/difference-table'
import { textWindow } from '../../../components/compare/text-window'

const body = (data: string | Uint8Array, contentType: string | null = null) => ({
  body: encodeBytes(typeof data === 'string' ? new TextEncoder().encode(data) : data),
  contentType,
})
const FORM = 'application/x-www-form-urlencoded'

test('equal bytes are the same, text or not', () => {
  for (const data of ['a', '{"a":1}', Uint8Array.of(0, 255)])
    expect(compareBodies(body(data), body(data))).toEqual({ kind: 'differences', differences: [], note: null })
})

test('detects JSON that differs only in formatting', () => {
  expect(compareBodies(body('{"a":1}'), body('{ "a": 1 }'))).toMatchObject({
    differences: [],
    note: expect.stringContaining('The same values'),
  })
})

test('compares forms by their fields', () => {
  expect(compareBodies(body('a=1&a=2&b=x+y', FORM), body('a=1&a=3&b=x%20y', FORM))).toMatchObject({
    differences: [{ place: 'a (2)', before: '2', after: '3' }],
  })
})

test('puts text, bytes and structures that are too large side by side', () => {
  const large = JSON.stringify(['x'.repeat(2_000_000)])
  for (const [one, other] of [
    ['a', 'b'],
    [Uint8Array.of(255), 'a'],
    ['{"a":1}', '{"a":'],
    [large, `${large} `],
  ] as const)
    expect(compareBodies(body(one), body(other))).toEqual({ kind: 'text' })
})

test('shows only a part of large texts, from before the first difference', () => {
  const before = 'a'.repeat(5_000_000)
  const after = `${before.slice(0, 3_000_000)}b${before.slice(3_000_001)}`
  const window = textWindow(body(before).body, body(after).body)
  expect(window.before).toHaveLength(200_000)
  expect(window.after.indexOf('b')).toBe(2_000)
  expect(window.note).toMatch(/200,000 characters, starting at number 2,998,000,.* first difference is at 3,000,000/)
  expect(textWindow(body('a').body, body('b').body)).toEqual({ before: 'a', after: 'b', note: null })
})

test('shows only a part of large binary bodies, with their offsets', () => {
  const before = new Uint8Array(100_000).fill(255)
  const after = before.with(50_000, 1)
  const window = textWindow(body(before).body, body(after).body)
  expect(window.before.split('\n')).toHaveLength(1024)
  expect(window.before.slice(0, 8)).toBe('0000c250')
  expect(window.after.split('\n').findIndex((line, i) => line !== window.before.split('\n')[i])).toBe(16)
})

test('shows the part of long values where they begin to differ', () => {
  const before = 'a'.repeat(10_000)
  const [old, now] = excerpts(before, `${before}b`)
  expect(now!.endsWith('ab')).toBe(true)
  expect(old!.startsWith('…a')).toBe(true)
  expect(excerpts('a', 'b')).toEqual(['a', 'b'])
  expect(excerpts(null, before)[1]).toHaveLength(401)
})

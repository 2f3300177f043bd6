import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeEmbedded, embeddedLabel } from '#lib/formats/embedded-body'
import { parseForm } from '#lib/formats/form'
import { parseJson } from '#lib/formats/json'
import { openLabelOf, openNode } from '#lib/formats/open-node'
import { childByKey, type Tree } from '#lib/formats/tree'
import { propertyRuns } from '../../property-runs'

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const base64 = (text: string) => Buffer.from(text).toString('base64')
const JWT = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.'

test.each([
  ['{"a":1}', 'JSON', '{"a":1}'],
  [' [1,2]\n', 'JSON', ' [1,2]\n'],
  ['<?xml version="1.0"?><a/>', 'XML', '<?xml version="1.0"?><a/>'],
  ['<!doctype html><p>x', 'HTML', '<!doctype html><p>x'],
  [JWT, 'JWT', JWT],
  [`Bearer ${JWT}`, 'JWT', `Bearer ${JWT}`],
  [base64('{"order": 42}'), 'base64', '{"order": 42}'],
  [Buffer.from('{"order": "?>?>"}').toString('base64url'), 'base64', '{"order": "?>?>"}'],
  [base64('Hello, world! How are you?').replace(/=+$/, ''), 'base64', 'Hello, world! How are you?'],
  ['a=1&b=2', 'form', 'a=1&b=2'],
  ['https%3A%2F%2Fexample.com%2F%3Fa%3D1', 'URL-encoded', 'https://example.com/?a=1'],
  ['data:text/plain;base64,aGVsbG8=', 'data URL', 'hello'],
  ['data:,a%20b+c', 'data URL', 'a b+c'],
])('opens %s as %s', (text, label, content) => {
  expect(embeddedLabel(text)).toBe(label)
  expect(textOf(decodeEmbedded(text)!.bytes)).toBe(content)
})

test('base64 of an image opens as its bytes', () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
  expect(decodeEmbedded(png.toString('base64'))).toEqual({ label: 'base64', bytes: Uint8Array.from(png), contentType: null })
})

test.each([
  '',
  'abc',
  'hello world',
  'application/json',
  'octocat/hello-world',
  '550e8400-e29b-41d4-a716-446655440000',
  'da39a3ee5e6b4b0d3255bfef95601890afd80709', // SHA-1
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  'internationalization',
  '1700000000',
  '2026-11-24T19:00:25Z',
  'https://example.com/?a=1&b=2 is a link',
  '100% sure',
  '{not json',
  '[note] see below',
  'a < b and c > d',
  'evt_1NG8Du2eZvKYlo2CUI79vXWy',
])('%j is just text', (text) => {
  expect(embeddedLabel(text)).toBeNull()
})

/** Opens the value at a key. */
function open(tree: Tree, key: string) {
  const node = childByKey(tree, 0, key)!
  return { label: openLabelOf(tree, node), inside: openNode(tree, node) }
}

test('SNS: the Message', () => {
  const sns = parseJson(
    JSON.stringify({ Type: 'Notification', Message: JSON.stringify({ Records: [{ s3: { key: 'a+b.txt' } }] }) }),
  )
  const { label, inside } = open(sns, 'Message')
  expect([label, textOf(inside.bytes), inside.contentType]).toEqual([
    'JSON',
    '{"Records":[{"s3":{"key":"a+b.txt"}}]}',
    'application/json',
  ])
})

test('Pub/Sub: the data of the message', () => {
  const push = parseJson(JSON.stringify({ data: base64('{"id": "order-1"}'), messageId: '1' }))
  expect(textOf(open(push, 'data').inside.bytes)).toBe('{"id": "order-1"}')
})

test('Slack: the payload of a form', () => {
  const form = parseForm(`payload=${encodeURIComponent('{"type":"block_actions","text":"a+b é"}')}`)
  expect(textOf(open(form, 'payload').inside.bytes)).toBe('{"type":"block_actions","text":"a+b é"}')
})

test('three levels deep: base64 in a form in JSON', () => {
  const deep = parseJson(JSON.stringify({ body: `event=push&data=${encodeURIComponent(base64('{"sub": "Ada & co"}'))}` }))
  const form = open(deep, 'body')
  expect(form.label).toBe('form')
  const data = open(parseForm(textOf(form.inside.bytes)), 'data')
  expect(data.label).toBe('base64')
  expect(open(parseJson(textOf(data.inside.bytes)), 'sub').inside.label).toBe('whole value')
})

test('judges a long value by its beginning, and opens all of it', () => {
  const long = JSON.stringify({ list: Array.from({ length: 50_000 }, (_, i) => i) })
  const tree = parseJson(JSON.stringify({ text: long, data: base64(long) }))
  expect(open(tree, 'text')).toMatchObject({ label: 'JSON', inside: { label: 'JSON' } })
  expect(textOf(open(tree, 'text').inside.bytes)).toBe(long)
  expect(open(tree, 'data').label).toBe('base64')
  expect(textOf(open(tree, 'data').inside.bytes)).toBe(long)
})

test('never throws, and leaves plain text whole', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.json(), fc.webQueryParameters()), (text) => {
      const inside = decodeEmbedded(text)
      expect(embeddedLabel(text)).toBe(text.length <= 4096 ? (inside?.label ?? null) : embeddedLabel(text))
      if (inside?.label === 'JSON' && Buffer.from(text).toString() === text) expect(textOf(inside.bytes)).toBe(text)
      if (inside?.label === 'base64')
        expect(Buffer.from(inside.bytes).toString('base64url')).toBe(Buffer.from(text, 'base64').toString('base64url'))
    }),
    { numRuns: propertyRuns(1000) },
  )
})

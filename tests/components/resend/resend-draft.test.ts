import { describe, expect, test } from 'vitest'
import { changedParts, draftFaults, draftOf, editsOf, withLineEndsOf } from '@/components/resend/resend-draft'
import { aCapture } from '../fixtures'

const capture = aCapture()
const draft = draftOf(capture)

test('an untouched form changes nothing, so the server sends its stored bytes', () => {
  expect(changedParts(capture, draft)).toEqual([])
  expect(editsOf(capture, draft)).toEqual({})
})

test('shows the headers that are passed on, with order, case and duplicates', () => {
  expect(draft.headers).toBe('Content-Type: application/json\nX-Twice: one\nx-twice: two')
})

test('returns only what was changed', () => {
  const input = editsOf(capture, { method: 'PUT', headers: 'A: 1\n\nB: 2', body: { form: 'text', text: '' } })
  expect(input).toEqual({
    method: 'PUT',
    headers: [
      ['A', '1'],
      ['B', '2'],
    ],
    body: { encoding: 'utf8', data: '' },
  })
})

test('binary bytes stay unchanged', () => {
  const binary = aCapture({ body: { encoding: 'base64', data: 'AP8=' } })
  expect(draftOf(binary).body).toEqual({ form: 'base64', text: 'AP8=' })
  expect(changedParts(binary, draftOf(binary))).toEqual([])
  expect(changedParts(binary, { ...draftOf(binary), body: { form: 'hex', text: '00FF' } })).toEqual([])
})

test('a body too large to edit is sent unchanged, or can be replaced', () => {
  const large = aCapture({ bodySize: 50_000_000 })
  expect(draftOf(large).body).toBeNull()
  expect(editsOf(large, draftOf(large))).toEqual({})
  expect(editsOf(large, { ...draftOf(large), body: { form: 'text', text: '' } })).toEqual({
    body: { encoding: 'utf8', data: '' },
  })
})

describe('what cannot be sent', () => {
  test.each([
    [{ method: 'PO ST' }, 'method'],
    [{ method: '' }, 'method'],
    [{ method: 'CONNECT' }, 'method'],
    [{ body: { form: 'hex' as const, text: '0' } }, 'body'],
    [{ body: { form: 'base64' as const, text: 'A' } }, 'body'],
    [{ body: { form: 'base64' as const, text: 'A=AA' } }, 'body'],
    [{ body: { form: 'text' as const, text: 'x'.repeat(101) } }, 'body'],
    [{ headers: 'no colon' }, 'headers'],
    [{ headers: 'A: 1\nB C: 2' }, 'headers'],
  ])('%o', (part, field) => expect(Object.keys(draftFaults({ ...draft, ...part }, 100))).toEqual([field]))

  test('names the line', () => expect(draftFaults({ ...draft, headers: 'A: 1\nB C: 2' }, 100).headers).toMatch(/^Line 2: /))
})

test('restores CRLF throughout after a text area has changed it to LF', () => {
  expect(withLineEndsOf('a\r\nb', 'a\nb\nc')).toBe('a\r\nb\r\nc')
  expect(withLineEndsOf('a\nb', 'a\nb\nc')).toBe('a\nb\nc')
  expect(withLineEndsOf('a\r\nb\nc', 'a\nb')).toBe('a\nb')
})

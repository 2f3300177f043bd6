import { describe, expect, test } from 'vitest'
import { changedParts, draftFaults, draftOf, editsOf, withLineEndsOf } from '@/components/resend/resend-draft'
import { aCapture } from '../fixtures'

const capture = aCapture()
const draft = draftOf(capture)

test('an untouched form changes nothing: the server sends the bytes that it has', () => {
  expect(changedParts(capture, draft)).toEqual([])
  expect(editsOf(capture, draft)).toEqual({})
})

test('shows the headers that are passed on, in order, case and number', () => {
  expect(draft.headers).toBe('Content-Type: application/json\nX-Twice: one\nx-twice: two')
})

test('gives what was changed', () => {
  const wish = editsOf(capture, { method: 'PUT', headers: 'A: 1\n\nB: 2', body: { form: 'text', text: '' } })
  expect(wish).toEqual({
    method: 'PUT',
    headers: [
      ['A', '1'],
      ['B', '2'],
    ],
    body: { encoding: 'utf8', data: '' },
  })
})

test('bytes that are not text stay where they are', () => {
  const binary = aCapture({ body: { encoding: 'base64', data: 'AP8=' } })
  expect(draftOf(binary).body).toEqual({ form: 'base64', text: 'AP8=' })
  expect(changedParts(binary, draftOf(binary))).toEqual([])
  expect(changedParts(binary, { ...draftOf(binary), body: { form: 'hex', text: '00FF' } })).toEqual([])
})

test('what is too large to edit is sent as it is, and can be replaced', () => {
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

  test('the line is named', () => expect(draftFaults({ ...draft, headers: 'A: 1\nB C: 2' }, 100).headers).toMatch(/^Line 2: /))
})

test('CRLF throughout stays when a text area has made it LF', () => {
  expect(withLineEndsOf('a\r\nb', 'a\nb\nc')).toBe('a\r\nb\r\nc')
  expect(withLineEndsOf('a\nb', 'a\nb\nc')).toBe('a\nb\nc')
  expect(withLineEndsOf('a\r\nb\nc', 'a\nb')).toBe('a\nb')
})

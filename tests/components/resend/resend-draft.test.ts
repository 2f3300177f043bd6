import { describe, expect, test } from 'vitest'
import { changedParts, draftFaults, draftOf, wishOf, withLineEndsOf } from '@/components/resend/resend-draft'
import { aCapture } from '../fixtures'

const capture = aCapture()
const draft = draftOf(capture, 'http://127.0.0.1:8080/')

test('an untouched form gives the target alone: the server sends the bytes that it has', () => {
  expect(changedParts(capture, draft)).toEqual([])
  expect(wishOf(capture, draft)).toEqual({ url: 'http://127.0.0.1:8080/' })
})

test('shows the headers that are passed on, in order, case and number', () => {
  expect(draft.headers).toBe('Content-Type: application/json\nX-Twice: one\nx-twice: two')
})

test('gives what was changed', () => {
  const wish = wishOf(capture, { ...draft, method: 'PUT', headers: 'A: 1\n\nB: 2', body: '' })
  expect(wish).toEqual({
    url: 'http://127.0.0.1:8080/',
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
  expect(draftOf(binary, '').body).toBeNull()
  expect(changedParts(binary, draftOf(binary, ''))).toEqual([])
})

describe('what cannot be sent', () => {
  test.each([
    [{ url: '' }, 'url'],
    [{ url: 'ftp://a.example/' }, 'url'],
    [{ url: 'http://' }, 'url'],
    [{ method: 'PO ST' }, 'method'],
    [{ headers: 'no colon' }, 'headers'],
    [{ headers: 'A: 1\nB C: 2' }, 'headers'],
  ])('%o', (part, field) => expect(Object.keys(draftFaults({ ...draft, ...part }))).toEqual([field]))

  test('the line is named', () => expect(draftFaults({ ...draft, headers: 'A: 1\nB C: 2' }).headers).toMatch(/^Line 2: /))
})

test('CRLF throughout stays when a text area has made it LF', () => {
  expect(withLineEndsOf('a\r\nb', 'a\nb\nc')).toBe('a\r\nb\r\nc')
  expect(withLineEndsOf('a\nb', 'a\nb\nc')).toBe('a\nb\nc')
  expect(withLineEndsOf('a\r\nb\nc', 'a\nb')).toBe('a\nb')
})

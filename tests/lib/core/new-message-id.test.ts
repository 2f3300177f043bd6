import { expect, test } from 'vitest'
import { freshMessageId, withMessageId } from '#lib/core/new-message-id'

const text = (data: string) => ({ encoding: 'utf8' as const, data })

test('replaces the id only in the header that holds it', () => {
  const headers: [string, string][] = [
    ['X-GitHub-Delivery', 'a-1'],
    ['X-Other', 'a-1 and more'],
  ]
  expect(withMessageId({ messageId: 'a-1', headers, body: text('{"note":"a-1!"}') }, 'b-2')).toEqual({
    headerChanges: [['x-github-delivery', 'b-2']],
  })
})

test('replaces the id in a JSON body byte by byte', () => {
  const body = text('{ "id":"evt_1",\n "again": "evt_1", "n": 1.10 }')
  expect(withMessageId({ messageId: 'evt_1', headers: [], body }, 'evt_$&2')).toEqual({
    headerChanges: [],
    body: text('{ "id":"evt_$&2",\n "again": "evt_$&2", "n": 1.10 }'),
  })
})

test('cannot replace an id that the request does not contain literally', () => {
  expect(withMessageId({ messageId: 'shop.42', headers: [['x', 'shop']], body: text('{"id":42}') }, 'b')).toBeNull()
  expect(withMessageId({ messageId: null, headers: [], body: text('{}') }, 'b')).toBeNull()
})

test('a new id has the shape of the old one', () => {
  const fresh = freshMessageId('evt_1Nx-9')
  expect(fresh).toMatch(/^evt_\d[A-Z][a-z]-\d$/)
  const uuid = freshMessageId('0b28a1f2-96a5-11ef-8f3e-6a1d1f3c5b7e')
  expect(uuid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  expect(uuid).not.toBe('0b28a1f2-96a5-11ef-8f3e-6a1d1f3c5b7e')
})

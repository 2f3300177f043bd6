import { expect, test } from 'vitest'
import type { Operation } from '#lib/api/operation'
import { findRoute, routeTable } from '#lib/api/route-table'

const table = routeTable(
  [
    ['GET', '/api/v1/bins/{bin}/captures/{capture}'],
    ['DELETE', '/api/v1/bins/{bin}/captures/{capture}'],
    ['POST', '/api/v1/bins/{bin}/captures/delete'],
    ['GET', '/api/v1/bins'],
  ].map(([method, path]) => ({ method, path }) as Operation),
)

test('groups the operations of a path and returns its parameters percent-decoded', () => {
  const route = findRoute(table, '/api/v1/bins/a%20b/captures/c1')
  expect(route?.operations.map(({ method }) => method)).toEqual(['GET', 'DELETE'])
  expect(route?.params).toEqual({ bin: 'a b', capture: 'c1' })
})

test('prefers a literal segment over a parameter, whatever the order of the table', () => {
  expect(findRoute(table, '/api/v1/bins/x/captures/delete')?.operations.map(({ method }) => method)).toEqual(['POST'])
})

test.each(['/api/v1', '/api/v1/bins/', '/api/v1/bins//captures/x', '/api/v1/bins/x/captures/y/z', '/API/v1/bins', ''])(
  'finds nothing for %j',
  (path) => expect(findRoute(table, path)).toBeNull(),
)

test.each(['%', '%zz', '%E0%A4', '%ff'])('refuses %s, which cannot be decoded', (segment) => {
  expect(() => findRoute(table, `/api/v1/bins/${segment}/captures/x`)).toThrow(
    expect.objectContaining({ code: 'malformed_request' }),
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { forwardUrl } from '#lib/core/forward-url'
import { propertyRuns } from '../../property-runs'

const at = (path: string, query: string | null = null) => ({ path, query })

test.each([
  ['http://localhost:3000', at('/a/b', 'x=1'), 'http://localhost:3000/a/b?x=1'],
  ['http://localhost:3000', at('/'), 'http://localhost:3000/'],
  ['http://localhost:3000/', at('/a'), 'http://localhost:3000/a'],
  ['http://localhost:3000/hooks', at('/a%2Fb/./c', ''), 'http://localhost:3000/hooks/a%2Fb/./c?'],
  ['http://localhost:3000/hooks/', at('/a'), 'http://localhost:3000/hooks/a'],
  ['http://localhost:3000/hooks', at('/'), 'http://localhost:3000/hooks'],
  ['http://localhost:3000/hooks?token=1', at('/a', 'x=2'), 'http://localhost:3000/hooks/a?token=1&x=2'],
  ['http://localhost:3000?token=1', at('/', null), 'http://localhost:3000/?token=1'],
])('keeps path and query unchanged: %s', (base, capture, url) =>
  expect(forwardUrl(base, capture, 'keep')).toEqual({ url, refused: null }),
)

test('drops path and query with `drop`', () => {
  expect(forwardUrl('http://a/hooks?x=1#y', at('/../b', 'c'), 'drop').url).toBe('http://a/hooks?x=1#y')
})

test.each([
  '/../admin',
  '/a/../../admin',
  '/..',
  '/%2e%2e/admin',
  '/.%2E/admin',
  '/%252e%252e/admin',
  '/..%2fadmin',
  '/..\\admin',
  '/..%5cadmin',
  '/..;a=b/admin',
  '/..%20/admin',
  '/..%00/admin',
  '//../admin',
  '/a//../../b',
  '/a/%2f/../../b',
  '/a/./../../b',
  '/;x/../b',
  '/.;%2f2e/..',
  '/%2fa/..',
  '/a%2fb/%2e%2e/%2e%2e',
  '/a%5cb/../../c',
  '/a/..%2f..%2fb',
])('does not leave the path of the URL: %s', (path) => {
  expect(forwardUrl('http://a/hooks', at(path), 'keep').url).toBeNull()
  expect(forwardUrl('http://a', at(path), 'keep').url).toBe(`http://a${path}`)
})

test.each([
  '/a..b',
  '/...',
  '/.well-known/x',
  '/a/',
  '/a..',
  '/%25',
  '/%zz',
  '//admin/x',
  '/a//b',
  '//',
  '/a//',
  '/%2f/a',
  '/a%2F%2Fb',
  '/a%2f',
  '/a/../b',
  '/a/b%2f..',
  '/a/%2e%2e/',
])('%s stays inside', (path) => expect(forwardUrl('http://a/hooks', at(path), 'keep').url).toBe(`http://a/hooks${path}`))

const decodeAll = (text: string) => text.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
const READINGS: readonly ((path: string) => string)[] = [
  (path) => path,
  (path) => path.replaceAll('\\', '/'),
  (path) => path.replace(/%2e/gi, '.'),
  (path) => path.replace(/%2f/gi, '/'),
  (path) => path.replace(/%5c/gi, '\\'),
  (path) => path.replace(/;[^/]*/g, ''),
  (path) => path.replace(/\0.*$/s, ''),
  (path) => path.replace(/ +(?=\/|$)/g, ''),
  (path) => path.replace(/\/{2,}/g, '/'),
]

test('no accepted path leaves the directory, however a server decodes, splits, merges and resolves it', () => {
  const piece = fc.constantFrom('..', '.', '/', '/', '\\', '%2e', '%2f', '%5c', '%25', '2e', '2f', 'a', ';', '%00', '%20')
  const steps = fc.array(fc.constantFrom(decodeAll, ...READINGS), { maxLength: 6 })
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), steps, (pieces, readings) => {
      const { url } = forwardUrl('http://a/hooks', at(`/${pieces.join('')}`), 'keep')
      if (url === null) return
      const path = readings.reduce((text, read) => read(text), url.slice('http://a'.length))
      const up: string[] = []
      for (const segment of path.split('/').slice(1)) {
        if (segment === '..') up.pop()
        else if (segment !== '.') up.push(segment)
      }
      expect(up[0]).toBe('hooks')
    }),
    { numRuns: propertyRuns(5000) },
  )
})

import { expect, test } from 'vitest'
import type { Config } from '#lib/config'
import { isOwnOrigin, originsOf } from '#lib/services/origins'

const config = { host: '127.0.0.1', port: 3000, origin: null, captureOrigin: null, trustProxy: 0 } as Config
const forwarded = { host: 'inner:3000', 'x-forwarded-host': 'hooks.example', 'x-forwarded-proto': 'https' }

function ui(settings: Partial<Config>, headers: Record<string, string>): string {
  return originsOf({ ...config, ...settings }, new Headers(headers)).ui
}

test("uses the request's host", () => {
  expect(originsOf(config, new Headers({ host: 'Creel.local:8080' }))).toEqual({
    ui: 'http://creel.local:8080',
    capture: 'http://creel.local:8080',
  })
  expect(ui({}, { host: '[::1]:3000' })).toBe('http://[::1]:3000')
})

test('trusts forwarded headers only behind a trusted proxy', () => {
  expect(ui({}, forwarded)).toBe('http://inner:3000')
  expect(ui({ trustProxy: 1 }, forwarded)).toBe('https://hooks.example')
})

test('trusts the outermost trusted proxy, not what the caller put before it', () => {
  const headers = {
    host: 'inner',
    'x-forwarded-host': 'evil.example, hooks.example, lb.internal',
    'x-forwarded-proto': 'http, https, http',
  }
  expect(ui({ trustProxy: 2 }, headers)).toBe('https://hooks.example')
  expect(ui({ trustProxy: 1 }, headers)).toBe('http://lb.internal')
})

test('settings take precedence over the request', () => {
  const origins = originsOf(
    { ...config, origin: 'https://a.example', captureOrigin: 'https://in.example' },
    new Headers({ host: 'x' }),
  )
  expect(origins).toEqual({ ui: 'https://a.example', capture: 'https://in.example' })
})

test.each(['evil.example/path', 'a b', 'x@y', '"><script>', ''])('falls back to its own address for the host %j', (host) => {
  expect(ui({}, { host })).toBe('http://127.0.0.1:3000')
})

const own = (settings: Partial<Config>, headers: Record<string, string>, origin: string) =>
  isOwnOrigin({ ...config, ...settings }, new Headers(headers), origin)

test("accepts pages from the configured origin and from the request's host, whatever the scheme", () => {
  expect(own({ origin: 'https://a.example' }, { host: 'inner:3000' }, 'https://A.example')).toBe(true)
  expect(own({}, { host: 'a.example' }, 'https://a.example')).toBe(true)
  expect(own({ trustProxy: 1 }, forwarded, 'https://hooks.example')).toBe(true)
})

test.each(['http://evil.example', 'http://a.example:81', 'http://a.example.evil', 'null', '', 'file://'])(
  'rejects %j',
  (origin) => {
    expect(own({ origin: 'https://a.example' }, { host: 'a.example' }, origin)).toBe(false)
  },
)

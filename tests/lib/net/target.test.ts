import { expect, test } from 'vitest'
import { isAppError } from '#lib/core/errors'
import { readTarget } from '#lib/net/target'

test.each([
  ['http://example.com', '/'],
  ['http://example.com/', '/'],
  ['http://example.com?', '/?'],
  ['http://example.com?a=1', '/?a=1'],
  ['http://example.com/a/../b/./c', '/a/../b/./c'],
  ['http://example.com/a/%2e%2e/b', '/a/%2e%2e/b'],
  ['http://example.com//a//b', '//a//b'],
  ['http://example.com/a%2Fb%2f', '/a%2Fb%2f'],
  ['http://example.com/%', '/%'],
  ['http://example.com/a?', '/a?'],
  ['http://example.com/a?b?c=/../d', '/a?b?c=/../d'],
  [`http://example.com/a"<>^\`{|}'?"<>'`, `/a"<>^\`{|}'?"<>'`],
  ['http://example.com/a\\b', '/a\\b'],
  ['http://example.com/a b', '/a%20b'],
  ['http://example.com/é?q=ü€', '/%C3%A9?q=%C3%BC%E2%82%AC'],
  ['http://example.com/a#b?c', '/a'],
  ['http://example.com?a#b', '/?a'],
  ['http://example.com#/b', '/'],
  ['  http://example.com/a  ', '/a'],
  ['HTTP://EXAMPLE.com/A', '/A'],
  ['http://example.com/@', '/@'],
])('sends %j as %j', (url, requestTarget) => expect(readTarget(url).requestTarget).toBe(requestTarget))

test.each([
  ['http://example.com/', false, 'example.com', 80, 'example.com'],
  ['https://example.com/', true, 'example.com', 443, 'example.com'],
  ['https://example.com:443/', true, 'example.com', 443, 'example.com'],
  ['https://example.com:80/', true, 'example.com', 80, 'example.com:80'],
  ['http://example.com:8080/', false, 'example.com', 8080, 'example.com:8080'],
  ['http://EXAMPLE.com./', false, 'example.com.', 80, 'example.com.'],
  ['http://bücher.example/', false, 'xn--bcher-kva.example', 80, 'xn--bcher-kva.example'],
  ['http://[::1]:3001/', false, '[::1]', 3001, '[::1]:3001'],
  ['http://0x7f.1/', false, '127.0.0.1', 80, '127.0.0.1'],
  ['http://example.com\u3002/', false, 'example.com.', 80, 'example.com.'],
])('reads scheme, host and port of %s', (url, secure, hostname, port, host) =>
  expect(readTarget(url)).toMatchObject({ secure, hostname, port, host }),
)

test.each([
  'http://user@example.com/',
  'http://user:password@example.com/',
  'http://:password@example.com/',
  'http://@example.com/',
  'http://example.com@127.0.0.1/',
  'http://127.0.0.1%40example.com@example.com/',
])('refuses the user in %s', (url) => expect(faultOf(url)).toMatch(/user name or password/))

test.each([
  '',
  'example.com',
  '//example.com',
  'ftp://example.com/',
  'file:///etc/passwd',
  'gopher://example.com:70/',
  'javascript:alert(1)',
  'http:example.com',
  'http:/example.com',
  'http:///example.com',
  'http:\\\\example.com',
  'http://\\example.com',
  'http://example.com\\@127.0.0.1/',
  'http://',
  'http://exa mple.com/',
  'http://exa\nmple.com/',
  'http://example.com/a\r\nHost: evil',
  'http://example.com/\ta',
  'http://example.com/\0',
  'http://example.com/?\u0001',
  'http://example.com/\u007f',
  'http://example.com/\ud800',
  'http://example.com:99999/',
  'http://example.com:-1/',
  'http://1.2.3.256/',
  'http://[::1/',
  'http://[::1%25eth0]/',
  'http://exa%00mple.com/',
])('refuses %j', (url) => expect(faultOf(url)).toMatch(/is not an http or https URL/))

/** The error for the field `url`. */
function faultOf(url: string): string {
  try {
    readTarget(url)
  } catch (error) {
    if (!isAppError(error)) throw error
    expect(error.code).toBe('invalid_input')
    expect(error.options.errors).toHaveLength(1)
    expect(error.options.errors![0]!.path).toBe('url')
    return error.options.errors![0]!.message
  }
  throw new Error('nothing was refused')
}

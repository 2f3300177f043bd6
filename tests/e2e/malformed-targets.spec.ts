import { openRaw, type RawAnswer } from '../server/raw-client'
import { expect, test } from './test'

// Malformed percent-encodings, as sent by scanners, in every place where the pages and the API parse a request target.

const AFTER_PERCENT = ['', '0', 'G', '-', '%', '+', '.', '/', '~', '!', "'", '(', ';', '=', '&']
const MALFORMED = [
  ...AFTER_PERCENT.flatMap((char) => [`%${char}`, `%2${char}`, `%${char}a`]),
  // Bytes that are not UTF-8: lone continuations, overlong forms, surrogates, beyond the last plane, truncated.
  ...['%80', '%BF', '%C0', '%C0%80', '%C0%AF', '%C1%BF', '%E0%80%80', '%E2%82', '%ED%A0%80', '%ED%BF%BF'],
  ...['%F0%80%80%80', '%F4%90%80%80', '%F5%80%80%80', '%F8%88%80%80%80', '%FE', '%FF', '%FF%FE', '%e9', '%E9t', 'a%E9'],
  // Valid but odd: NUL, line ends, a slash, dots, an escaped percent sign, U+202E, a lone BOM.
  ...['%00', '%0d%0a', '%2f', '%2e%2e%2f', '%25', '%2500', '%25%32%66', '%E2%80%AE', '%EF%BB%BF', '%7f', '%5c', '%u0041'],
]
const places = (bin: string) => [
  ...[
    '/X',
    '//X',
    '/bins/X',
    '/bins/X/',
    '/bins/aXb',
    `/bins/${bin}X`,
    `/bins/${bin}/X`,
    `/bins/${bin}?capture=X`,
    `/bins/${bin}?X`,
  ],
  ...['/help/X', '/?a=X', '/?X=a', '/_next/static/X', '/_next/X', '/icons/X', '/robots.txtX', '/.well-known/X'],
  ...['/api/X', '/api/v1/X', '/api/openapi.jsonX', '/api/v1/bins/X', `/api/v1/bins/${bin}/X`, `/api/v1/bins/${bin}/captures/X`],
  ...[`/api/v1/bins/${bin}/captures/X/body`, `/api/v1/bins/${bin}/deliveries/X`, `/api/v1/bins/${bin}/captures?q=X`],
  ...[`/api/v1/bins/${bin}/export?format=X`, '/socket.io/?EIO=4&transport=X', '/in/X', `/in/${bin}/X`, `/in/${bin}?X`],
]

test('no malformed percent-encoding is answered 500, and every answer has our security headers', async ({ creel, bin }) => {
  const bent = [...new Set(MALFORMED)]
  const targets = places(bin.id).flatMap((place) => bent.map((each) => place.replace('X', each)))
  expect(targets.length).toBeGreaterThanOrEqual(1_890)
  const faults: string[] = []
  const next = targets.values()
  const sendAll = async () => {
    for (const target of next) {
      const answer = await get(creel.port, target)
      if (answer.status >= 500 || answer.header('x-content-type-options') !== 'nosniff') faults.push(`${answer.status} ${target}`)
    }
  }
  await Promise.all(Array.from({ length: 8 }, sendAll))
  expect(faults).toEqual([])
})

/** Reads only the head of the answer, because pages are chunked. */
async function get(port: number, target: string): Promise<RawAnswer> {
  const connection = await openRaw(port)
  connection.write(`GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept: text/html\r\nConnection: close\r\n\r\n`)
  const answer = await connection.answer({ toHead: true })
  connection.socket.destroy()
  return answer
}

/** A request as bytes, as sent and as a program behind `creel listen` must receive it. */
export type OddRequest = {
  name: string
  method: string
  /** Path and query after the capture URL. */
  target: string
  /** Headers that must arrive in this order and case. */
  headers: readonly (readonly [string, string])[]
  body: Buffer
  /** Trailers. The body is sent in chunks. */
  trailers?: string
  /** Headers that belong to one connection, written before the others. */
  hopByHop?: readonly (readonly [string, string])[]
}

const ALL_BYTES = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
const JSON_TYPE = ['content-type', 'application/json'] as const

const post = (name: string, rest: Partial<OddRequest>): OddRequest => ({
  name,
  method: 'POST',
  target: '/',
  headers: [JSON_TYPE],
  body: Buffer.from('{"a":1}'),
  ...rest,
})

const targets = [
  '/%2F',
  '/%2f%2F',
  '/%00',
  '/%0d%0a',
  '/a%20b',
  '/a+b',
  '/%E2%98%83',
  '/%e2%98%83',
  '/%ff%fe',
  '/%C3%28',
  '/%',
  '/%zz',
  '/%25%32%46',
  '//',
  '//a//b//',
  '/./a/.',
  '/../a',
  '/a/%2e%2e/b',
  '/a;b=c',
  '/a?',
  '/a??',
  '/a?b=1&b=2&b',
  '/a?=&=&&',
  '/a?q=%26%3D%23',
  '/a?q=a+b%20c',
  '/a?q=\'"<>`',
  '/a?{}|^[]',
  `/${'x'.repeat(4000)}`,
]
const methods = ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'REPORT', 'PURGE']
const headerLists: Record<string, readonly (readonly [string, string])[]> = {
  'a header three times, others between': [
    ['X-A', '1'],
    ['x-b', '2'],
    ['X-A', '3'],
    ['X-C', ''],
    ['x-a', '1'],
  ],
  'cookies twice': [
    ['Cookie', 'a=1'],
    ['Cookie', 'b=2; c="3"'],
  ],
  'mixed case': [
    ['x-WEIRD-cAsE', 'KeepMe'],
    ['ETAG', 'W/"1"'],
    ['dnt', '1'],
  ],
  'empty values': [
    ['X-Empty', ''],
    ['X-Empty', ''],
    ['x-after', '1'],
  ],
  'latin-1': [
    ['X-Name', 'Zo\u00eb \u00a9'],
    ['x-high', '\u00ff\u0080'],
  ],
  'UTF-8 bytes': [['X-Name', Buffer.from('☃ snow').toString('latin1')]],
  'tabs and blanks inside': [
    ['X-Text', 'a\tb  c'],
    ['X-Quoted', '"a, b", c'],
  ],
  'names of every legal mark': [["X-!#$%&'*+-.^_`|~", '1']],
  'forwarding headers of others': [
    ['X-Forwarded-For', '1.2.3.4'],
    ['Forwarded', 'for=1.2.3.4'],
    ['Via', '1.1 a'],
    ['X-Real-IP', '1.2.3.4'],
  ],
  authorization: [
    ['Authorization', 'Bearer abc'],
    ['Proxy-Status', 'a'],
    ['authorization', 'Basic YTpi'],
  ],
  'content headers': [
    ['Content-Encoding', 'gzip'],
    ['Content-MD5', 'abc=='],
    ['Content-Language', 'de'],
  ],
  'a long value': [['X-Long', 'v'.repeat(6000)]],
}
const bodies: Record<string, Buffer> = {
  'every byte': ALL_BYTES,
  NULs: Buffer.alloc(1000),
  'broken UTF-8': Buffer.from([0xc3, 0x28, 0xff, 0xfe]),
  'UTF-16 with a mark': Buffer.from('\ufeff{"a":1}', 'utf16le'),
  'UTF-8 with a mark': Buffer.from('\ufeff{"a":1}'),
  'line ends': Buffer.from('a\r\nb\nc\r\r\n\n'),
  'what looks like a request': Buffer.from('\r\n\r\nGET / HTTP/1.1\r\n\r\n'),
  'numbers that lose digits': Buffer.from('{"n":12345678901234567890.10,"e":1E400, "z":-0}'),
  'blanks and order': Buffer.from('{ "b" : 1 ,\n\t"a":[ ] }\n'),
  escapes: Buffer.from('{"u":"\\u00e9\\/\\ud83d\\ude00"}'),
  'a megabyte': Buffer.alloc(1_000_000, ALL_BYTES),
  nothing: Buffer.alloc(0),
}

export const ODD_REQUESTS: readonly OddRequest[] = [
  ...targets.map((target) => post(`target ${target.slice(0, 30)}`, { target })),
  ...methods.map((method) =>
    post(`method ${method}`, { method, ...(method === 'GET' ? { headers: [], body: Buffer.alloc(0) } : {}) }),
  ),
  ...Object.entries(headerLists).map(([name, headers]) => post(`headers: ${name}`, { headers })),
  ...Object.entries(bodies).map(([name, body]) => post(`body: ${name}`, { body })),
  post('trailers', { trailers: 'X-Sum: 1\r\nx-sum: 2\r\n' }),
  post('chunks without trailers', { trailers: '' }),
  post('headers of one connection', {
    hopByHop: [
      ['Connection', 'close, X-Mine'],
      ['X-Mine', '1'],
      ['Keep-Alive', 'timeout=5'],
      ['TE', 'trailers'],
    ],
  }),
]

/** The request on the wire. */
export function toWire(
  { method, target, headers, body, trailers, hopByHop = [['Connection', 'close']] }: OddRequest,
  bin: string,
): Buffer[] {
  const framing = trailers === undefined ? [['Content-Length', String(body.length)]] : [['Transfer-Encoding', 'chunked']]
  const lines = [['Host', '127.0.0.1'], ...hopByHop, ...headers, ...framing].map(([name, value]) => `${name}: ${value}\r\n`)
  const head = Buffer.from(`${method} /in/${bin}${target} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1')
  if (trailers === undefined) return [head, body]
  return [head, Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from(`\r\n0\r\n${trailers}\r\n`)]
}

/** The bytes that arrive, including the target connection's own headers. */
export function arrivalOf(
  { method, target, headers, body }: OddRequest,
  port: number,
  connection: 'close' | 'keep-alive',
): Buffer {
  const hasLength = body.length > 0 || !['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'].includes(method)
  const lines = [
    ['Host', `localhost:${port}`],
    ...headers,
    ['x-creel-hops', '1'],
    ...(hasLength ? [['Content-Length', String(body.length)]] : []),
    ['Connection', connection],
  ].map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.concat([Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1'), body])
}

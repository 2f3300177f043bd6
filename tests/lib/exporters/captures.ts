import type { Capture } from '#lib/core/capture'
import { encodeBytes } from '#lib/core/content'
import type { RawHeaders } from '#lib/core/headers'

type CaptureInput = Partial<Omit<Capture, 'body'>> & { body?: Uint8Array | string }

/** A capture as the API returns it, with the given fields. */
export function aCapture({ body = '', ...given }: CaptureInput = {}): Capture {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  const url = given.url ?? '/in/b1/hook?a=1'
  return {
    id: 'cap_t_1',
    seq: 1,
    binId: 'b1',
    method: 'POST',
    path: '/hook',
    query: 'a=1',
    contentType: null,
    bodySize: bytes.byteLength,
    truncated: false,
    aborted: false,
    remoteAddress: '192.0.2.1',
    receivedAt: '2026-05-04T03:02:01.123Z',
    userAgent: null,
    messageId: null,
    bodyCrc32: null,
    pinned: false,
    note: null,
    sender: null,
    reply: null,
    signature: null,
    httpVersion: '1.1',
    headers: [],
    trailers: [],
    body: encodeBytes(bytes),
    bodySha256: '0'.repeat(64),
    durationMs: 1.5,
    ...given,
    url,
  }
}

const length = (bytes: number): RawHeaders[number] => ['Content-Length', String(bytes)]
const everyByte = Uint8Array.from({ length: 256 }, (_, i) => i)

/** Difficult requests. Each is sent with every exporter and compared with what arrives. */
export const EDGE_CASES: readonly [name: string, capture: Capture][] = [
  ['a plain JSON post', aCapture({ headers: [['Host', 'x'], ['Content-Type', 'application/json'], length(7)], body: '{"a":1}' })],
  ['a GET without body or headers', aCapture({ method: 'GET' })],
  ['a DELETE with a body', aCapture({ method: 'DELETE', headers: [length(2)], body: 'ab' })],
  ['an odd method', aCapture({ method: 'PROPFIND', headers: [['Depth', '1']] })],
  ['an empty body that was announced', aCapture({ headers: [length(0)] })],
  [
    'the tool’s own headers, in another order and case',
    aCapture({
      headers: [
        ['X-Last', 'no'],
        ['accept', 'text/plain'],
        ['USER-AGENT', 'me/1'],
        ['accept-ENCODING', 'br'],
        ['content-TYPE', 'a/b'],
        ['Cookie', 'a=b; c="d"'],
        length(1),
      ],
      body: 'x',
    }),
  ],
  [
    'duplicates apart from each other',
    aCapture({
      headers: [
        ['X-B', '1'],
        ['x-a', '2'],
        ['X-B', '3'],
        ['x-b', '4'],
      ],
      body: 'x',
    }),
  ],
  [
    'empty values',
    aCapture({
      headers: [
        ['X-Empty', ''],
        ['Accept', ''],
        ['Content-Type', ''],
      ],
      body: 'x',
    }),
  ],
  [
    'values full of quotes',
    aCapture({
      headers: [
        ['X-Q', `'"\`$(id)\\n\\ %s !! ‘`.replace('‘', '#')],
        ['X-Eq', '=1'],
        ['X-At', '@file'],
        ['X-Colon', ':=1'],
        ['X-Semi', 'a;'],
      ],
    }),
  ],
  [
    'values in UTF-8 and in latin-1',
    aCapture({
      headers: [
        ['X-Utf8', 'Ã¼'],
        ['X-Latin1', 'fa\xe7ade \xff1'],
        ['X-Tab', 'a\tb'],
      ],
      body: 'x',
    }),
  ],
  ['a body that begins with @', aCapture({ body: '@/etc/hostname' })],
  ['a body that is an option', aCapture({ body: '--help' })],
  [
    'quotes, dollars and backslashes',
    aCapture({ body: `it's "$HOME" \`id\` $(id) \\ \\n \\x41 %41 !! ‘’“” \${x} <<BODY\nBODY\n` }),
  ],
  ['line ends of every kind', aCapture({ body: '\r\na\rb\n\n\tc\u2028d\u0085\n\r\n' })],
  ['control characters and a bidirectional override', aCapture({ body: 'a\u001b[201~b\u0007\u007f\u202ec\u200bd\u0001e1' })],
  ['text with NUL', aCapture({ body: 'a\0b' })],
  ['a byte order mark', aCapture({ body: '\ufeff{"a":"ü€😀"}' })],
  ['every byte', aCapture({ headers: [['Content-Type', 'application/octet-stream']], body: everyByte })],
  ['only NULs', aCapture({ body: new Uint8Array(5) })],
  ['bytes that end in half a character', aCapture({ body: Uint8Array.of(0x61, 0xe2, 0x82) })],
  ['text of 200 kB', aCapture({ body: `${"it's ".repeat(40_000)}\n` })],
  ['bytes of 300 kB', aCapture({ body: Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919) >> 3) })],
  ['a plain target with escapes', aCapture({ url: '/in/b1/a%2Fb%20c/;d=1/?x=[&y=%00&z&&='.replace('[', '(') })],
  ['escapes in small letters', aCapture({ url: '/in/b1/a%2fb/%c3%a9?q=%2f%c3%a9' })],
  ['escapes of what needs none', aCapture({ url: '/in/b1/%7Euser/%41%2d?q=%7E&r=%61' })],
  ['double slashes and dots within names', aCapture({ url: '/in/b1//a//.../..b?x=//../y' })],
  ['an empty value with a question mark', aCapture({ url: '/in/b1/x??&=&a==b?' })],
  ['globs', aCapture({ url: '/in/b1/{a,b}/[1-3]?q=[x]{y}' })],
  ['dot segments', aCapture({ url: '/in/b1/../x/./y/%2e%2e/z' })],
  ['an empty query', aCapture({ url: '/in/b1/x?' })],
  ['a broken escape and odd characters', aCapture({ url: `/in/b1/%zz/"<>\\^\`|'?"'#frag` })],
  ['a target with bytes over 0x7F', aCapture({ url: '/in/b1/\xfc/\xc3\xbc?q=\xff' })],
  ['double slashes at the start', aCapture({ url: '//in/b1//x' })],
  [
    'what belongs to one hop',
    aCapture({
      headers: [
        ['Connection', 'close, X-Hop'],
        ['X-Hop', '1'],
        ['Transfer-Encoding', 'chunked'],
        ['X-End', '2'],
        ['Expect', '100-continue'],
      ],
      body: 'x',
    }),
  ],
]

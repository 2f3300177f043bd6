/**
 * Inputs that no honest client sends. `BIN` is replaced with a bin's id. `answers`: the acceptable statuses, or `closed` for a connection
 * that ends without one. Smuggled requests use `/in/BIN/smuggled`, which must never be captured.
 */
export type HostileInput = { name: string; bytes: string; answers: readonly (number | 'closed')[] }

const SMUGGLED = 'POST /in/BIN/smuggled HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n'
const REFUSED = [400] as const

const notHttp: HostileInput[] = (
  [
    ['words', 'hello, is anybody there?\r\n\r\n'],
    ['NULs', '\0'.repeat(64)],
    ['64 KiB of 0xFF', '\xff'.repeat(65_536)],
    ['a TLS 1.3 ClientHello', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'.padEnd(517, '\x00')],
    ['an SSLv2 hello', '\x80\x2e\x01\x00\x02\x00\x15\x00\x00\x00\x10'],
    ['an SSH banner', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['SMTP', 'EHLO evil.example\r\nMAIL FROM:<a@b>\r\n'],
    ['a Redis command', '*1\r\n$4\r\nPING\r\n'],
    ['a memcached command', 'stats\r\n'],
    ['a PostgreSQL start', '\x00\x00\x00\x08\x04\xd2\x16\x2f'],
    ['a SOCKS5 greeting', '\x05\x01\x00'.padEnd(16, '\x00')],
    ['a PROXY v1 line before a request', `PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n${SMUGGLED}`],
    ['a PROXY v2 header', '\r\n\r\n\x00\r\nQUIT\n\x21\x11\x00\x0c'.padEnd(28, '\x01')],
    ['SIP', 'OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP x\r\n\r\n'],
    ['a bare WebSocket frame', '\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58'],
    ['an answer instead of a request', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'],
  ] as const
).map(([name, bytes]) => ({ name, bytes, answers: [400, 421, 'closed'] }))

const line = (name: string, requestLine: string, answers: HostileInput['answers']): HostileInput => ({
  name: `request line: ${name}`,
  bytes: `${requestLine}\r\nHost: x\r\nContent-Length: 0\r\n\r\n`,
  answers,
})
const requestLines: HostileInput[] = [
  line('no version, which is HTTP/0.9', 'POST /in/BIN', [505]),
  line('HTTP/1.', 'POST /in/BIN HTTP/1.', REFUSED),
  { name: 'the HTTP/2 preface', bytes: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0', answers: [505] },
  line('HTTP/0.9', 'POST /in/BIN HTTP/0.9', [505]),
  line('HTTP/1.9', 'POST /in/BIN HTTP/1.9', [505]),
  line('HTTP/2', 'POST /in/BIN HTTP/2', [505]),
  line('HTTP/2.0', 'POST /in/BIN HTTP/2.0', [505]),
  line('HTTP/3.0', 'POST /in/BIN HTTP/3.0', [505]),
  line('HTTP/11.1', 'POST /in/BIN HTTP/11.1', [505]),
  line('an unknown method in HTTP/2.0', 'HACK /in/BIN HTTP/2.0', [505]),
  line('PRI in HTTP/1.1', 'PRI * HTTP/1.1', [501]),
  line('http in lower case', 'POST /in/BIN http/1.1', REFUSED),
  line('an unknown method', 'HACK /in/BIN HTTP/1.1', [501]),
  line('a method in lower case', 'post /in/BIN HTTP/1.1', [501]),
  line('a known method with more letters', 'POSTS /in/BIN HTTP/1.1', [501]),
  line('a method of RTSP', 'DESCRIBE /in/BIN HTTP/1.1', [501]),
  line('RTSP', 'DESCRIBE /in/BIN RTSP/1.0', [501]),
  line('a method of 10,000 letters', `${'A'.repeat(10_000)} /in/BIN HTTP/1.1`, [501]),
  line('a method with a NUL', 'PO\0ST /in/BIN HTTP/1.1', REFUSED),
  line('spaces in the target', 'POST /in/BIN/a b HTTP/1.1', REFUSED),
  line('a tab in the target', 'POST /in/BIN/a\tb HTTP/1.1', [200, 400]),
  line('a NUL in the target', 'POST /in/BIN/\0 HTTP/1.1', REFUSED),
  line('a CR in the target', `POST /in/BIN\rHost: y HTTP/1.1`, REFUSED),
  line('bytes over 0x7F in the target', 'POST /in/BIN/\xe9 HTTP/1.1', REFUSED),
  line('a target over the limit', `POST /in/BIN/${'a'.repeat(70_000)} HTTP/1.1`, [431]),
  line('no target', 'POST  HTTP/1.1', REFUSED),
  line('the target *', 'POST * HTTP/1.1', [400, 404, 421]),
  line('a tunnel', 'CONNECT BIN:443 HTTP/1.1', REFUSED),
  line('a tunnel to a capture URL', 'CONNECT /in/BIN HTTP/1.1', REFUSED),
  line('an absolute target with credentials', 'POST http://u:p@x/in/BIN HTTP/1.1', [200]),
  line('an absolute target of another scheme', 'POST file:///etc/passwd HTTP/1.1', [400, 404, 421]),
  line('dots that climb', 'POST /in/BIN/../../../../etc/passwd HTTP/1.1', [200]),
  line('dots that climb from no bin', 'POST /in/../../etc/passwd HTTP/1.1', [404]),
  line('encoded NULs and slashes as bin', 'POST /in/%00%2f..%2f HTTP/1.1', [404]),
  line('a bin id of 60,000 letters', `POST /in/${'a'.repeat(60_000)} HTTP/1.1`, [404]),
]

const header = (name: string, lines: string, answers: HostileInput['answers']): HostileInput => ({
  name: `header: ${name}`,
  bytes: `POST /in/BIN HTTP/1.1\r\nHost: x\r\n${lines}\r\nContent-Length: 0\r\n\r\n`,
  answers,
})
const headers: HostileInput[] = [
  header('no colon', 'garbage', REFUSED),
  header('an empty name', ': value', REFUSED),
  header('a space in the name', 'a b: c', REFUSED),
  header('a space before the colon', 'a : c', REFUSED),
  header('a folded line', 'a: b\r\n c', REFUSED),
  header('a folded line first', ' a: b', [400]),
  header('a NUL in the value', 'a: b\0c', REFUSED),
  header('a bare CR in the value', 'a: b\rc: d', REFUSED),
  header('a bare LF between lines', 'a: b\nc: d', [200, 400]),
  header('a control character in the name', 'a\x01: b', REFUSED),
  header('brackets in the name', 'a(b): c', REFUSED),
  header('one line over the limit', `a: ${'b'.repeat(70_000)}`, [431]),
  header('lines over the limit', Array.from({ length: 20_000 }, (_, i) => `a${i}: b`).join('\r\n'), [431]),
  header('5,000 lines within the limit', Array.from({ length: 5_000 }, () => 'a: b').join('\r\n'), [200]),
  header('names of Object.prototype', '__proto__: x\r\nconstructor: y\r\ntoString: z\r\nhasOwnProperty: w', [200]),
  header('an expectation that does not exist', 'Expect: 999-miracle', [200]),
  header('another Host', 'Host: y', REFUSED),
  header('the same Host twice', 'host: x', REFUSED),
  header('X-Forwarded-For that is none', "X-Forwarded-For: '; DROP TABLE Bin; --", [200]),
  header('terminal escapes', 'User-Agent: \x1b[31mred', [200, 400]),
  { name: 'header: no Host', bytes: 'POST /in/BIN HTTP/1.1\r\nContent-Length: 0\r\n\r\n', answers: [400] },
  ...['a b', 'a/b', 'u@x', 'a,b', 'a?b', 'a:b', '::1', 'a:1:2'].map((host) => ({
    name: `header: a Host that is none, ${host}`,
    bytes: `POST /in/BIN HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 0\r\n\r\n`,
    answers: REFUSED,
  })),
  {
    name: 'header: the end of the head never comes',
    bytes: 'POST /in/BIN HTTP/1.1\r\nHost: x\r\nA: b',
    answers: ['closed', 400],
  },
]

const framed = (name: string, lines: string, body: string, answers: HostileInput['answers']): HostileInput => ({
  name: `framing: ${name}`,
  bytes: `POST /in/BIN HTTP/1.1\r\nHost: x\r\n${lines}\r\n\r\n${body}`,
  answers,
})
const chunked = 'Transfer-Encoding: chunked'
const hidden = `0\r\n\r\n${SMUGGLED}`
const framing: HostileInput[] = [
  framed('a length and chunks', `Content-Length: 6\r\n${chunked}`, hidden, REFUSED),
  framed('chunks and a length', `${chunked}\r\nContent-Length: 6`, hidden, REFUSED),
  framed('two lengths', `Content-Length: 0\r\nContent-Length: ${SMUGGLED.length}`, SMUGGLED, REFUSED),
  framed('the same length twice', `Content-Length: 2\r\nContent-Length: 2`, 'hi', REFUSED),
  framed('a list of lengths', 'Content-Length: 2, 2', 'hi', REFUSED),
  framed('a negative length', 'Content-Length: -1', '', REFUSED),
  framed('a length with a sign', 'Content-Length: +2', 'hi', REFUSED),
  framed('a hexadecimal length', 'Content-Length: 0x2', 'hi', REFUSED),
  framed('a length of words', 'Content-Length: two', 'hi', REFUSED),
  framed('a length with a space inside', 'Content-Length: 1 0', '0123456789', REFUSED),
  framed('a length beyond 64 bits', 'Content-Length: 99999999999999999999999', '', REFUSED),
  framed('an empty length', 'Content-Length:', '', REFUSED),
  framed('a length with a space before its colon', `Content-Length : ${SMUGGLED.length}`, SMUGGLED, REFUSED),
  framed('chunked, twice', 'Transfer-Encoding: chunked, chunked', hidden, REFUSED),
  framed('chunked, then identity', 'Transfer-Encoding: chunked, identity', hidden, REFUSED),
  framed('identity', 'Transfer-Encoding: identity', hidden, REFUSED),
  framed('xchunked', 'Transfer-Encoding: xchunked', hidden, REFUSED),
  framed('chunked in quotes', 'Transfer-Encoding: "chunked"', hidden, REFUSED),
  framed('chunked after a vertical tab', 'Transfer-Encoding: \x0bchunked', hidden, REFUSED),
  framed('chunked with a space before its colon', 'Transfer-Encoding : chunked', hidden, REFUSED),
  framed('chunked on a folded line', 'Transfer-Encoding:\r\n chunked', hidden, REFUSED),
  framed('an empty encoding', 'Transfer-Encoding:', SMUGGLED, REFUSED),
  framed('an empty encoding and a length', `Transfer-Encoding:\r\nContent-Length: ${SMUGGLED.length}`, SMUGGLED, REFUSED),
  framed('gzip, then chunked', 'Transfer-Encoding: gzip, chunked', hidden, REFUSED),
  framed('an encoding on a line before chunked', `Transfer-Encoding: cow\r\n${chunked}`, hidden, REFUSED),
  framed('two Hosts before a body', `Host: y\r\n${chunked}`, hidden, REFUSED),
  framed('two encodings that disagree', `${chunked}\r\nTransfer-Encoding: cow`, hidden, REFUSED),
  framed('a chunk size beyond 64 bits', chunked, 'FFFFFFFFFFFFFFFFFF\r\nx\r\n', REFUSED),
  framed('a negative chunk size', chunked, '-1\r\nx\r\n', REFUSED),
  framed('a chunk size with 0x', chunked, `0x0\r\n\r\n${SMUGGLED}`, REFUSED),
  framed('a chunk size of words', chunked, 'zz\r\nx\r\n', REFUSED),
  framed('a chunk longer than its size', chunked, '1\r\nxyz\r\n0\r\n\r\n', REFUSED),
  framed('a chunk that ends in a bare LF', chunked, '1\nx\n0\n\n', REFUSED),
  framed('a chunk size that ends in a bare CR', chunked, '1\rx\r\n0\r\n\r\n', REFUSED),
  framed('a chunk extension of 100,000 letters', chunked, `1;${'a'.repeat(100_000)}\r\nx\r\n0\r\n\r\n`, [200, 400, 413, 431]),
  framed('a NUL in a chunk extension', chunked, '1;\0\r\nx\r\n0\r\n\r\n', REFUSED),
  framed('trailers over the limit', chunked, `0\r\n${'a: bcdef\r\n'.repeat(20_000)}\r\n`, [400, 431]),
  framed('a trailer that is none', chunked, '0\r\nno trailer\r\n\r\n', REFUSED),
  framed('a length among the trailers', chunked, `0\r\nContent-Length: ${SMUGGLED.length}\r\n\r\n`, [200, 400]),
  { name: 'framing: chunks in HTTP/1.0', bytes: `POST /in/BIN HTTP/1.0\r\n${chunked}\r\n\r\n${hidden}`, answers: REFUSED },
  {
    name: 'framing: chunks in HTTP/1.0 that keeps the connection',
    bytes: `POST /in/BIN HTTP/1.0\r\nConnection: keep-alive\r\n${chunked}\r\n\r\n${hidden}`,
    answers: REFUSED,
  },
]

const upgrade = (name: string, target: string, lines: string, answers: HostileInput['answers']): HostileInput => ({
  name: `upgrade: ${name}`,
  bytes: `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n${lines}\r\n\r\n`,
  answers,
})
const socketIo = '/socket.io/?EIO=4&transport=websocket'
const upgrades: HostileInput[] = [
  upgrade(
    'WebSocket to a capture URL',
    '/in/BIN',
    'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eA==',
    [200],
  ),
  upgrade('h2c to a capture URL', '/in/BIN', 'Upgrade: h2c\r\nHTTP2-Settings: AAMAAABk', [200]),
  upgrade('TLS inside', '/in/BIN', 'Upgrade: TLS/1.0', [200]),
  upgrade('a list of protocols', '/in/BIN', 'Upgrade: a, b/1, websocket', [200]),
  upgrade('WebSocket without a key', socketIo, 'Upgrade: websocket\r\nSec-WebSocket-Version: 13', [400, 'closed']),
  upgrade('WebSocket with a bad key', socketIo, 'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x', [
    400,
    'closed',
  ]),
  upgrade(
    'WebSocket of version 0',
    socketIo,
    'Upgrade: websocket\r\nSec-WebSocket-Version: 0\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    [400, 426, 'closed'],
  ),
  upgrade(
    'WebSocket of another site',
    socketIo,
    'Origin: https://evil.example\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    [400, 403, 'closed'],
  ),
  upgrade(
    'WebSocket to no session',
    `${socketIo}&sid=nobody`,
    'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    [400, 'closed'],
  ),
  upgrade(
    'WebSocket to nowhere',
    '/nowhere',
    'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    [400, 404, 'closed'],
  ),
]

export const hostileInputs: readonly HostileInput[] = [...notHttp, ...requestLines, ...headers, ...framing, ...upgrades]

import type { OwnBin } from '../creel/creel-api'

/** One request built to keep the event loop busy. `key`: it needs the key of the stranger's own bin; `token`: it goes through this share link. */
export type WorstInput = {
  name: string
  method: string
  target: string
  headers?: Record<string, string>
  body?: string | Buffer
  key?: boolean
  token?: string
}

const TARGET = 8_000
const HEADER = 60_000
const MIB = 2 ** 20
const [NDJSON, HAR] = ['application/x-ndjson', 'application/json']

const fill = (text: string, chars: number) => text.repeat(Math.ceil(chars / text.length)).slice(0, chars)
const numbered = (count: number, write: (index: number) => string, separator: string) =>
  Array.from({ length: count }, (_, index) => write(index)).join(separator)

/** Requests that anyone can send. */
export function anonymousInputs(bin: string): WorstInput[] {
  const page = (name: string, target: string, headers: Record<string, string> = {}) => ({ name, method: 'GET', target, headers })
  return [
    page('GET /', '/'),
    page('GET /?a&a… 30,000 parameters', `/?${fill('a&', HEADER)}`),
    page('GET /?… 100 parameters of 80 characters', `/?${numbered(100, (i) => `a${i}=${fill('b', 70)}`, '&')}`),
    page('GET /?… 8 KB of escapes', `/?${fill('%41', TARGET)}`),
    page('GET /?… 8 KB of +', `/?${fill('+', TARGET)}`),
    page('GET ////…', fill('/', TARGET)),
    page('GET /../../…', `/${fill('../', TARGET)}`),
    page('GET /%41%41…', `/${fill('%41', TARGET - 10)}`),
    page('GET /(.)(.)…', `/${fill('(.)', TARGET)}`),
    page('GET / with 200 cookies', '/', { cookie: numbered(200, (i) => `a${i}=b`, '; ') }),
    page('GET / with a cookie of 60 KB', '/', { cookie: `a=${fill('%41', HEADER)}` }),
    page('GET / with 60 KB of ;', '/', { cookie: fill(';', HEADER) }),
    page('GET / with 60 KB of accept-language', '/', { 'accept-language': fill('a;q=0.1,', HEADER) }),
    page('GET / with 60 KB of x-forwarded-for', '/', { 'x-forwarded-for': fill('1,', HEADER) }),
    page('GET / with 190 headers', '/', Object.fromEntries(Array.from({ length: 190 }, (_, i) => [`a${i}`, 'b']))),
    page('GET / with a router state of 60 KB', '/', { rsc: '1', 'next-router-state-tree': fill('%5B', HEADER) }),
    page('GET / with a next-url of 60 KB', '/', { rsc: '1', 'next-url': `/${fill('a&', HEADER)}` }),
    page('GET /icon.svg with 5,000 ranges', '/icon.svg', { range: `bytes=${numbered(5_000, (i) => `${i}-${i}`, ',')}` }),
    page('GET /_next/static/a/a/…', `/_next/static/${fill('a/', TARGET)}`),
    page('GET /_next/image', '/_next/image?url=%2Ficon.svg&w=640&q=75'),
    page('GET /bins/{bin}', `/bins/${bin}`),
    page('GET /bins/{bin} with 190 share cookies', `/bins/${bin}`, {
      cookie: numbered(190, (i) => `creel_share_${i}=cs_${fill('a', 30)}`, '; '),
    }),
    page('GET /api/openapi.json', '/api/openapi.json'),
    page('GET /api/… 8 KB', `/api/${fill('a/', TARGET)}`),
    page('GET /socket.io/?… 100 parameters', `/socket.io/?EIO=4&transport=polling&${fill('a&', 190)}`),
    {
      name: 'POST /socket.io/ 8 KB of separators',
      method: 'POST',
      target: '/socket.io/?EIO=4&transport=polling&sid=x',
      body: fill('\x1e', 8_000),
    },
    { name: 'POST / as a server action', method: 'POST', target: '/', headers: { 'next-action': fill('a', 42) }, body: '[]' },
    json('POST /api/v1/session, 1 MiB of [', '/api/v1/session', fill('[', MIB)),
    json('POST /api/v1/session, 100,000 unknown fields', '/api/v1/session', `{${numbered(75_000, (i) => `"a${i}":1`, ',')}}`),
    json('POST /api/v1/bins, 260,000 bad headers', '/api/v1/bins', `{"response":{"headers":[${fill('[],', MIB - 60)}[]]}}`),
    json(
      'POST /api/v1/bins, 100,000 headers',
      '/api/v1/bins',
      `{"response":{"headers":[${numbered(90_000, () => '["a","b"]', ',')}]}}`,
    ),
    json('POST /api/v1/bins, a name of 1 MiB', '/api/v1/bins', `{"name":"${fill('\u202e', MIB / 3 - 100)}"}`),
    { name: 'POST /in/{bin}, 10 MiB', method: 'POST', target: `/in/${bin}`, body: Buffer.alloc(10 * MIB, '{') },
    {
      name: 'POST /in/{bin}, 20,000 headers',
      method: 'POST',
      target: `/in/${bin}`,
      headers: Object.fromEntries(Array.from({ length: 9_000 }, (_, i) => [`a${i}`, ''])),
      body: '',
    },
    { name: 'POST /in/{bin}?… 60 KB', method: 'POST', target: `/in/${bin}?${fill('a&', HEADER)}`, body: '' },
    {
      name: 'POST /in/{bin}, 1 MiB of JSON',
      method: 'POST',
      target: `/in/${bin}`,
      headers: { 'content-type': 'application/json' },
      body: fill('[', MIB),
    },
  ]
}

/** Calls that a stranger can make on their own bin, whose captures and deliveries have the maximum size. */
export function ownerInputs({ id }: OwnBin, capture: string): WorstInput[] {
  const bin = `/api/v1/bins/${id}`
  const call = (method: string, path: string, body?: string): WorstInput => ({
    name: `${method} ${path
      .replace(id, '{bin}')
      .replace(capture, '{capture}')
      .replace(/^\/api\/v1/, '')
      .slice(0, 60)}${body && body.length > 1_000 ? ` ${Math.round(body.length / 1024)} KiB` : ''}`,
    method,
    target: path,
    ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }),
    key: true,
  })
  const importOf = (name: string, type: string, body: string): WorstInput => ({
    ...call('POST', `${bin}/import`, body),
    name: `POST /bins/{bin}/import, ${name}`,
    headers: { 'content-type': type },
  })
  const filter = (text: string) => encodeURIComponent(text).slice(0, 7_500)
  return [
    call('GET', '/api/v1/bins'),
    call('GET', bin),
    call('GET', `${bin}/captures?limit=200`),
    call('GET', `${bin}/captures?q=${filter(fill('a ', 2_500))}`),
    call('GET', `${bin}/captures?q=${filter(fill('(', 2_500))}`),
    call('GET', `${bin}/captures?q=${filter(`body:/${fill('(a+)+', 60)}$/`)}`),
    call('GET', `${bin}/captures?q=${filter(`$.${fill('a.', 2_400)}a:1`)}`),
    call('GET', `${bin}/timeline?bucket=1s`),
    call('GET', `${bin}/refusals`),
    call('GET', `${bin}/shares`),
    call('GET', `${bin}/captures/${capture}`),
    call('GET', `${bin}/captures/${capture}/body`),
    call('GET', `${bin}/captures/${capture}/deliveries`),
    call('GET', `/bins/${id}`),
    call('GET', `/bins/${id}?capture=${capture}`),
    call('GET', `${bin}/export?format=har`),
    call('GET', `${bin}/export?format=ndjson`),
    call('GET', `${bin}/export?format=csv`),
    call('GET', `${bin}/export?format=zip`),
    call(
      'PATCH',
      bin,
      JSON.stringify({ response: { body: fill('é', 250_000), headers: Array.from({ length: 100 }, (_, i) => [`x-${i}`, 'a']) } }),
    ),
    call('PATCH', `${bin}/captures/${capture}`, JSON.stringify({ note: fill('a', 2_000) })),
    call('PATCH', `${bin}/captures/${capture}`, JSON.stringify({ note: fill('a', MIB - 20) })),
    call('POST', `${bin}/shares`, JSON.stringify({ show: 'redacted', captureId: fill('a', MIB - 60) })),
    call('POST', `${bin}/captures/delete`, JSON.stringify({ ids: Array.from({ length: 60_000 }, (_, i) => `cap_${i}`) })),
    call(
      'POST',
      `${bin}/captures/${capture}/resend`,
      JSON.stringify({ url: 'http://127.0.0.1:9/', headers: Array.from({ length: 80_000 }, () => ['a', 'b']) }),
    ),
    importOf('lines that are no captures', NDJSON, fill('{}\n', MIB)),
    importOf('entries that are no requests', HAR, `{"log":{"entries":[${fill('{},', MIB - 30)}{}]}}`),
    importOf('10 MiB of blank lines', NDJSON, fill('\n', 10 * MIB)),
    importOf('10 MiB of white space', HAR, `{"log":{"entries":[${fill(' ', 10 * MIB)}]}}`),
  ]
}

/** Reads through a redacted share link: bodies that are slow to search for credentials, in captures and in answers to resends. */
export function linkInputs(
  { id }: OwnBin,
  token: string,
  hostile: readonly { name: string; capture: string; delivery: string }[],
): WorstInput[] {
  const read = (name: string, path: string): WorstInput => ({
    name: `redacted ${name}`,
    method: 'GET',
    target: `/api/v1/bins/${id}${path}`,
    token,
  })
  return [
    ...hostile.map(({ name, capture }) => read(`capture, ${name}`, `/captures/${capture}`)),
    ...hostile.map(({ name, delivery }) => read(`delivery, ${name}`, `/deliveries/${delivery}`)),
    ...hostile.slice(0, 1).map(({ capture }) => read('deliveries', `/captures/${capture}/deliveries`)),
    read('list', '/captures?limit=200'),
    read('search', '/captures?q=nowhere'),
    read('export', '/export?format=ndjson'),
  ]
}

function json(name: string, target: string, body: string): WorstInput {
  return { name, method: 'POST', target, headers: { 'content-type': 'application/json' }, body }
}

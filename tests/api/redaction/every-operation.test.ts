import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Operation } from '#lib/api/operation'
import { operations } from '#lib/api/operations/index'
import type { Bin } from '#lib/core/bin'
import type { Delivery } from '#lib/core/delivery'
import { presentDelivery } from '#lib/services/present'
import { ANY_DELIVERIES, aDelivery } from '../../store/fixtures'
import { openApi, type TestApi } from '../test-api'
import { spellings } from './form'

// Makes every call of the API through each kind of share link: no byte of what the link hides may be in an answer, its headers or its errors.

/** Planted in many places; a redacted link must hide it. */
const CREDENTIAL = 'hunter2-Swordfish-9!'
/** Harmless text of a capture other than the shared one. */
const OTHER = 'of-the-other-capture'
/** Text in another bin of the same owner, which is not shared. */
const ELSEWHERE = 'of-the-other-bin'
const LAST_NOTE = 'the last event'

const LINKS = {
  'everything, of the bin': { show: 'everything', one: false },
  'redacted, of the bin': { show: 'redacted', one: false },
  'everything, of one capture': { show: 'everything', one: true },
  'redacted, of one capture': { show: 'redacted', one: true },
} as const
type LinkKind = keyof typeof LINKS

let api: TestApi
let bin: Bin
let elsewhere: Bin
let key: string
let captures: { own: string; other: string; elsewhere: string }
let deliveries: { own: string; other: string; elsewhere: string }
/** Values that no link ever shows. */
const ownersOnly: string[] = []
const tokens = {} as Record<LinkKind, string>
const shareIds: string[] = []

beforeAll(async () => {
  api = await openApi({ limitWritesPerKey: null })
  const response = {
    status: 200,
    headers: [['X-Api-Key', CREDENTIAL]],
    body: JSON.stringify({ ok: true, client_secret: CREDENTIAL }),
    delayMs: 0,
  }
  const require = { auth: { type: 'query', name: 'page', value: CREDENTIAL } } // a name that no rule takes for a credential's
  const made = await api.makeBin(undefined, { name: `password=${CREDENTIAL}`, response, require })
  ;({ bin, key } = made)
  elsewhere = (await api.makeBin(key, { name: ELSEWHERE })).bin
  const own = await api.capture(bin, requestWith(CREDENTIAL))
  const other = await api.capture(bin, { target: `/in/${bin.id}/${OTHER}`, body: Buffer.from(JSON.stringify({ text: OTHER })) })
  const far = await api.capture(elsewhere, { target: `/in/${elsewhere.id}/${ELSEWHERE}`, body: Buffer.from(ELSEWHERE) })
  captures = { own: own.id, other: other.id, elsewhere: far.id }
  await patchNote(own.id, `password: ${CREDENTIAL}`)
  deliveries = {
    own: await addDelivery(bin, own.seq, CREDENTIAL),
    other: await addDelivery(bin, other.seq, OTHER),
    elsewhere: await addDelivery(elsewhere, far.seq, ELSEWHERE),
  }
  for (const [kind, { show, one }] of Object.entries(LINKS)) {
    const body = { show, ...(one ? { captureId: own.id } : {}) }
    const share = await api.call('POST', `/api/v1/bins/${bin.id}/shares`, { key, body })
    const { id, token } = (await share.json()) as { id: string; token: string }
    tokens[kind as LinkKind] = token
    shareIds.push(id)
  }
  const readKey = await api.call('POST', '/api/v1/keys', { key, body: { scope: 'read', label: 'the label of a key' } })
  const { accessKey } = (await readKey.json()) as { accessKey: string }
  ownersOnly.push(key, accessKey, 'the label of a key', elsewhere.id, ELSEWHERE)
})
afterAll(() => api.close())

/** A request with the credential in every possible place. */
function requestWith(secret: string) {
  const target = `/in/${bin.id}/hook?access_token=${encodeURIComponent(secret)}&a=1&p%61ge=${encodeURIComponent(secret)}`
  const basic = Buffer.from(`user:${secret}`).toString('base64')
  return {
    target,
    rawHeaders: [
      ...['Host', 'creel.test', 'Content-Type', 'application/json', 'Authorization', `Basic ${basic}`],
      ...['Cookie', `session=${secret}`, 'X-Hub-Signature-256', `sha256=${secret}`, 'X-GitHub-Event', 'push'],
      ...[
        'X-GitHub-Delivery',
        `token=${secret}`,
        'User-Agent',
        `agent (password=${secret})`,
        'Referer',
        `https://a/?token=${secret}`,
      ],
    ],
    rawTrailers: ['X-Api-Key', secret],
    body: Buffer.from(JSON.stringify({ id: 1, password: secret, nested: [{ api_key: secret }], url: `https://u:${secret}@h/` })),
  }
}

async function addDelivery(to: Bin, captureSeq: number, secret: string): Promise<string> {
  const delivery = {
    ...aDelivery(captureSeq),
    url: `https://target.example/x?token=${encodeURIComponent(secret)}&page=${encodeURIComponent(secret)}`,
    requestHeaders: [['Authorization', `Bearer ${secret}`]] as [string, string][],
    responseHeaders: [['Set-Cookie', `session=${secret}`]] as [string, string][],
    responseBody: { encoding: 'utf8' as const, data: JSON.stringify({ secret, items: [{ token: secret }] }), truncated: false },
    error: { code: 'reset', message: `password: ${secret}` },
  }
  await api.rt.store.addDelivery((await api.rt.bins.find(to.id))!.key, delivery, ANY_DELIVERIES)
  return delivery.id
}

const patchNote = (capture: string, note: string) =>
  api.call('PATCH', `/api/v1/bins/${bin.id}/captures/${capture}`, { key, body: { note } })

/** A filter without matches that searches every place where a credential can be. */
const EVERYWHERE =
  'method:PUT body.password==1 $.nested[*]==1 body:absent header.cookie:x header.authorization:x query.access_token:x query:absent note:x agent:x message:x absent'

const BODIES: Record<string, unknown> = {
  updateBin: { name: 'x' },
  updateCapture: { pinned: true },
  deleteCaptures: { q: '' },
  resendCapture: { url: 'http://127.0.0.1:64999/' },
  importCaptures: { log: { entries: [] } },
  expectCaptures: { after: 0, within: 0, all: [{ q: '' }, { q: EVERYWHERE }], none: [{ q: 'method:PUT' }] },
  createShare: { show: 'everything' },
}

const Q = '?q=body:harmless%20or%20size:>0'
/** Queries for each call; default: none. */
const QUERIES: Record<string, readonly string[]> = {
  exportCaptures: ['har', 'ndjson', 'csv', 'zip'].flatMap((format) => [`?format=${format}`, `?format=${format}&q=size:>0`]),
  listCaptures: ['', '?limit=1', '?after=0', Q, '?q=has:delivery', '?q=provider:github', '?limit=0', '?q=('],
  getTimeline: ['', '?bucket=1000', Q],
  getCapture: ['', '?bodyMax=1'],
  watchBin: ['?after=0'],
  waitForCaptures: ['', '&count=100', `&q=${encodeURIComponent(EVERYWHERE)}`, '&q=('].map((rest) => `?after=0&timeout=0${rest}`),
}

/** The whole answer: status, headers and decompressed body. A stream is read until its last event. */
async function answerTo(
  { id, method, path }: Operation,
  token: string,
  where: keyof typeof captures,
  query: string,
): Promise<string> {
  const names: Record<string, string> = {
    bin: where === 'elsewhere' ? elsewhere.id : bin.id,
    capture: captures[where],
    delivery: deliveries[where],
    share: shareIds[0]!,
    key: 'key_1',
  }
  const target = path.replace(/\{(\w+)\}/g, (_, name: string) => names[name]!) + query
  const leaving = new AbortController()
  const response = await api.call(method, target, { key: token, body: BODIES[id], signal: leaving.signal })
  const head = `${response.status} ${[...response.headers].flat().join(' ')}\n`
  if (response.status === 200 && id === 'watchBin') return head + (await readStream(response, leaving))
  const bytes = new Uint8Array(await response.arrayBuffer())
  if (response.headers.get('content-type') === 'application/zip') {
    return (
      head +
      Object.entries(unzipSync(bytes))
        .flatMap(([name, file]) => [name, text(file)])
        .join('\n')
    )
  }
  return head + text(bytes)
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

/** Reads stored captures, then live events: a capture, a note, a delivery, a change of the bin. */
async function readStream(response: Response, leaving: AbortController): Promise<string> {
  let heard = ''
  const write = (chunk: Uint8Array) => {
    heard += text(chunk)
  }
  // The signal of a Request that was collected is not aborted any more, so the reader leaves by itself.
  const reading = response.body!.pipeTo(new WritableStream({ write }), { signal: leaving.signal }).catch(() => {})
  const live = await api.capture(bin, requestWith(CREDENTIAL))
  await patchNote(live.id, `token=${CREDENTIAL}`)
  await patchNote(captures.other, OTHER)
  await patchNote(captures.own, `password=${CREDENTIAL}`)
  for (const id of [deliveries.own, deliveries.other]) await announce(id)
  await api.call('PATCH', `/api/v1/bins/${bin.id}`, { key, body: { name: `api_key=${CREDENTIAL}` } })
  await api.call('DELETE', `/api/v1/bins/${bin.id}/captures/${live.id}`, { key })
  await patchNote(captures.own, LAST_NOTE)
  await vi.waitFor(() => expect(heard).toContain(LAST_NOTE))
  leaving.abort()
  await reading
  await patchNote(captures.own, `password: ${CREDENTIAL}`)
  return heard
}

async function announce(deliveryId: string): Promise<void> {
  const stored = (await api.rt.bins.find(bin.id))!
  const { responseBody: _, ...delivery }: Delivery = presentDelivery(
    stored,
    (await api.rt.store.findDelivery(stored.key, deliveryId))!,
  )
  api.rt.live.changed(bin.id, { type: 'delivery', delivery })
}

describe.each(Object.keys(LINKS) as LinkKind[])('a link that shows %s', (kind) => {
  const { show, one } = LINKS[kind]

  function hiddenFrom(where: string): string[] {
    const tokensOfOthers = Object.entries(tokens).flatMap(([each, token]) => (each === kind ? [] : [token]))
    return [
      ...ownersOnly.filter((each) => where !== 'elsewhere' || each !== elsewhere.id), // it is part of the called path
      ...tokensOfOthers,
      ...(show === 'redacted' ? spellings(CREDENTIAL) : []),
      ...(one ? [OTHER] : []),
    ]
  }

  test.each(operations)('$id reveals nothing that is redacted', async (operation) => {
    for (const where of ['own', 'other', 'elsewhere'] as const) {
      for (const query of QUERIES[operation.id] ?? ['']) {
        const answer = await answerTo(operation, tokens[kind], where, query)
        for (const secret of hiddenFrom(where)) expect(answer, `${query} of ${where}`).not.toContain(secret)
      }
    }
  })

  test('does return something, so the checks above are not met by empty answers', async () => {
    const shown = await Promise.all(
      operations
        .filter(({ id }) =>
          ['getBin', 'listCaptures', 'getCapture', 'listDeliveries', 'getDelivery', 'exportCaptures', 'waitForCaptures'].includes(
            id,
          ),
        )
        .map((operation) =>
          answerTo(
            operation,
            tokens[kind],
            'own',
            { exportCaptures: '?format=zip', waitForCaptures: '?after=0&timeout=0' }[operation.id] ?? '',
          ),
        ),
    )
    expect(shown.map((answer) => answer.slice(0, 4))).toEqual(shown.map(() => '200 '))
    expect(shown.map((answer) => answer.includes(CREDENTIAL))).toEqual(shown.map(() => show === 'everything'))
  })

  test.runIf(show === 'redacted')('answers a right guess as a wrong one', async () => {
    const guesses = [CREDENTIAL, CREDENTIAL.replace('9', '8')]
    const filters = (guess: string) => [
      `"${guess}"`,
      `not "${guess}"`,
      `body:"*${guess}*"`,
      `body.password=="${guess}"`,
      `header.cookie:"session=${guess}"`,
      `query.access_token:"${guess}"`,
      `note:"${guess}"`,
      `agent:"${guess}"`,
      `message:"token=${guess}"`,
      `has:note $.password>="${guess}"`,
    ]
    const calls = operations.filter(({ id }) => ['listCaptures', 'getTimeline', 'exportCaptures', 'waitForCaptures'].includes(id))
    for (const operation of calls) {
      const answers: string[][] = []
      for (const guess of guesses) {
        const all: string[] = []
        for (const q of filters(guess)) {
          const format = { exportCaptures: 'format=csv&', waitForCaptures: 'after=0&timeout=0&' }[operation.id] ?? ''
          const answer = await answerTo(operation, tokens[kind], 'own', `?${format}q=${encodeURIComponent(q)}`)
          all.push(answer.replace(/x-request-id \S+/, '').replaceAll(guess, 'the guess')) // conditions are returned as typed
        }
        answers.push(all)
      }
      expect(answers[0]).toEqual(answers[1])
    }
  })
})

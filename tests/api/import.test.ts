import { afterEach, expect, test } from 'vitest'
import type { Bin } from '#lib/core/bin'
import type { Capture, CaptureSummary } from '#lib/core/capture'
import { archiveFile } from '#lib/exporters/archive-file'
import { archives } from '#lib/exporters/archives'
import { openApi, problemOf, type TestApi } from './test-api'

let api: TestApi
afterEach(() => api.close())

const DAY_MS = 24 * 3600 * 1000
const NDJSON = { 'content-type': 'application/x-ndjson' }
const line = (fields: object = {}) => `${JSON.stringify({ method: 'POST', url: '/hook', ...fields })}\n`
const report = async (response: Response) => [response.status, await response.json()]

function importTo({ bin, key }: { bin: Bin; key: string }, body: unknown, headers: Record<string, string> = NDJSON) {
  return api.call('POST', `/api/v1/bins/${bin.id}/import`, { key, body, headers })
}

async function wholeCaptures({ bin, key }: { bin: Bin; key: string }): Promise<Capture[]> {
  const page = await api.call('GET', `/api/v1/bins/${bin.id}/captures?after=0`, { key })
  const { captures } = (await page.json()) as { captures: CaptureSummary[] }
  const get = async ({ id }: CaptureSummary) =>
    (await (await api.call('GET', `/api/v1/bins/${bin.id}/captures/${id}`, { key })).json()) as Capture
  return Promise.all(captures.map(get))
}

async function exported(kind: 'har' | 'ndjson', captures: readonly Capture[]): Promise<string> {
  let text = ''
  for await (const piece of archiveFile(archives[kind], [captures], { origin: 'http://creel.test' }))
    text += Buffer.from(piece).toString()
  return text
}

test.each([
  ['ndjson', NDJSON],
  ['har', { 'content-type': 'application/json; charset=utf-8' }],
] as const)('an export as %s, imported into another bin and exported again, is the same', async (kind, headers) => {
  api = await openApi()
  const from = await api.makeBin()
  await api.capture(from.bin, {
    body: Buffer.from([0, 255, 1]),
    rawTrailers: ['X-Sum', '1'],
    rawHeaders: ['X-B', '\xff', 'x-b', ''],
  })
  await api.capture(from.bin, { target: `/in/${from.bin.id}`, method: 'GET', body: Buffer.alloc(0), httpVersion: '1.0' })
  const { id } = await api.capture(from.bin, { truncated: true, bodySize: 1e9 })
  await api.call('PATCH', `/api/v1/bins/${from.bin.id}/captures/${id}`, { key: from.key, body: { pinned: true, note: 'why?' } })
  const before = await wholeCaptures(from)

  const to = await api.makeBin()
  await api.capture(to.bin)
  api.advance(DAY_MS)
  expect(await report(await importTo(to, await exported(kind, before), headers))).toEqual([
    200,
    { imported: 3, skippedCount: 0, skipped: [] },
  ])
  const [, ...after] = await wholeCaptures(to)
  expect(after.map(({ seq }) => seq)).toEqual([2, 3, 4])
  const made = ({ id: _, seq: __, binId: ___, url, ...kept }: Capture) => ({ ...kept, url: url.replace(/^\/in\/[^/]+/, '') })
  expect(after.map(made)).toEqual(before.map(made))
})

test("the bin's lifetime counts from the import, not from the times in the file; counts include the import, and filters use the file's times", async () => {
  api = await openApi({ binTtlMs: 10 * DAY_MS })
  const made = await api.makeBin()
  const { bin, key } = made
  const at = (ms: number) =>
    line({ receivedAt: new Date(api.rt.now() + ms).toISOString(), body: { encoding: 'utf8', data: 'abc' } })
  expect((await importTo(made, at(-400 * DAY_MS) + at(400 * DAY_MS) + at(-1000))).status).toBe(200)
  const found = (await (await api.call('GET', `/api/v1/bins/${bin.id}`, { key })).json()) as Bin
  expect(found).toMatchObject({ captureCount: 3, lastSeq: 3 })
  expect(Math.abs(Date.parse(found.expiresAt!) - (api.rt.now() + 10 * DAY_MS))).toBeLessThan(60_000)
  const recent = await api.call('GET', `/api/v1/bins/${bin.id}/captures?q=${encodeURIComponent('after:10m before:0s')}`, { key })
  expect(((await recent.json()) as { captures: CaptureSummary[] }).captures.map(({ seq }) => seq)).toEqual([3])
  api.advance(11 * DAY_MS)
  expect((await api.call('GET', `/api/v1/bins/${bin.id}`, { key })).status).toBe(404)
})

test('watchers get the imported captures with pin and note', async () => {
  api = await openApi()
  const made = await api.makeBin()
  const told = new Promise<readonly CaptureSummary[]>((resolve) => {
    void api.rt.bins.find(made.bin.id).then((bin) =>
      api.rt.live.watch(bin!, 0, (event) => {
        if (event.type === 'captures') resolve(event.captures)
      }),
    )
  })
  await importTo(made, line({ pinned: true, note: 'n' }))
  expect(await told).toMatchObject([{ seq: 1, pinned: true, note: 'n' }])
})

test('skips and names entries that are not captures, up to the first hundred', async () => {
  api = await openApi({ maxBodyBytes: 10 })
  const made = await api.makeBin()
  const large = line({ body: { encoding: 'utf8', data: 'x'.repeat(11) } })
  const answer = await importTo(made, line() + large + 'nonsense\n'.repeat(150) + line())
  const { imported, skippedCount, skipped } = (await answer.json()) as {
    imported: number
    skippedCount: number
    skipped: unknown[]
  }
  expect([imported, skippedCount, skipped.length]).toEqual([2, 151, 100])
  expect(skipped.slice(0, 2)).toEqual([
    { path: 'line 2', message: 'the body has 11 bytes, over the limit of 10' },
    { path: 'line 3', message: 'is not JSON' },
  ])
})

test('an empty file and a file that is not a HAR import nothing and report that', async () => {
  api = await openApi()
  const made = await api.makeBin()
  expect(await report(await importTo(made, ''))).toEqual([200, { imported: 0, skippedCount: 0, skipped: [] }])
  expect(await report(await importTo(made, '{"not":"a HAR"}', { 'content-type': 'application/json' }))).toEqual([
    200,
    { imported: 0, skippedCount: 1, skipped: [{ path: 'log.entries', message: 'is missing: this is not a HAR file' }] },
  ])
})

test.each([undefined, 'text/plain', 'application/zip', 'multipart/form-data; boundary=x'])(
  'refuses the type %s',
  async (type) => {
    api = await openApi()
    const answer = await importTo(
      await api.makeBin(),
      line(),
      type === undefined ? { 'content-type': '' } : { 'content-type': type },
    )
    expect(await problemOf(answer)).toMatchObject({ status: 415, code: 'unsupported_media_type' })
  },
)

test('refuses an upload that declares too large a size before reading it', async () => {
  api = await openApi()
  const never = new ReadableStream({ pull: () => new Promise(() => {}) })
  const answer = await importTo(await api.makeBin(), never, { ...NDJSON, 'content-length': String(2 ** 30 + 1) })
  expect(await problemOf(answer)).toMatchObject({ status: 413, code: 'body_too_large' })
})

test('an interrupted upload keeps the complete entries, and reports that', async () => {
  api = await openApi()
  const made = await api.makeBin()
  let step = 0
  const broken = new ReadableStream({
    pull(controller) {
      step += 1
      if (step > 2) return controller.error(new Error('gone'))
      controller.enqueue(Buffer.from(step === 1 ? line() + line() : '{"method":'))
    },
  })
  const problem = await problemOf(await importTo(made, broken))
  expect(problem).toMatchObject({ status: 400, code: 'malformed_request' })
  expect(problem.detail).toMatch(/2 captures of the file were imported and stay/)
  expect(await wholeCaptures(made)).toHaveLength(2)
})

test("each entry counts towards the bin's rate limit; entries over it are named", async () => {
  api = await openApi({ limitCapturesPerBin: { count: 2, windowSeconds: 60 } })
  const made = await api.makeBin()
  const answer = await importTo(made, line() + line() + line() + line())
  expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
  const problem = await problemOf(answer)
  expect(problem).toMatchObject({
    status: 429,
    errors: [{ path: 'line 3', message: 'was not stored, and neither was anything after it' }],
  })
  expect(problem.detail).toMatch(/2 captures of the file were imported and stay\. Import the rest from line 3 on/)
  expect(await wholeCaptures(made)).toHaveLength(2)
})

test('the limit of bytes per bin applies to imports too', async () => {
  api = await openApi({ limitBytesPerBin: 1024 })
  const made = await api.makeBin()
  const kilobyte = line({ body: { encoding: 'utf8', data: 'x'.repeat(600) } })
  expect(await problemOf(await importTo(made, kilobyte + kilobyte + kilobyte))).toMatchObject({
    status: 429,
    errors: [{ path: 'line 3' }],
  })
})

test('allows eight imports at a time per address; one that ends frees its place', async () => {
  api = await openApi()
  const made = await api.makeBin()
  const ends: (() => void)[] = []
  const open = () => importTo(made, new ReadableStream({ start: (controller) => void ends.push(() => controller.close()) }))
  const running = Array.from({ length: 8 }, open)
  let refused: Response
  do refused = await importTo(made, line())
  while (refused.status === 200) // until all eight have started
  expect(await problemOf(refused)).toMatchObject({ status: 429, code: 'too_many_requests' })
  for (const end of ends) end()
  expect((await Promise.all(running)).map(({ status }) => status)).toEqual(Array(8).fill(200))
  expect((await importTo(made, line())).status).toBe(200)
})

test('reads the upload no faster than it stores', async () => {
  api = await openApi()
  const made = await api.makeBin()
  let given = 0
  let mostQueued = 0
  const many = new ReadableStream({
    pull(controller) {
      mostQueued = Math.max(mostQueued, api.rt.writer.queuedCount)
      given += 1
      if (given > 100) controller.close()
      else controller.enqueue(Buffer.from(line().repeat(20)))
    },
  })
  expect(await report(await importTo(made, many))).toMatchObject([200, { imported: 2000 }])
  expect(mostQueued).toBeLessThanOrEqual(128 + 20)
})

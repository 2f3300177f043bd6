import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Bin } from '#lib/core/bin'
import { captureSeq } from '#lib/core/ids'
import { findBearer } from '#lib/services/find-actor'
import { type StreamEvent, watchBin } from '#lib/services/watch-bin'
import { openApi, problemOf, type TestApi } from './test-api'

let api: TestApi
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

type Frame = { event: string; id: string | undefined; data: Record<string, unknown> }

/** Reads a stream frame by frame, like an EventSource. */
async function openEvents(
  bin: Bin,
  key: string,
  { query = '', headers = {} }: { query?: string; headers?: Record<string, string> } = {},
) {
  const gone = new AbortController()
  const response = await api.call('GET', `/api/v1/bins/${bin.id}/events${query}`, { key, headers, signal: gone.signal })
  expect(response.status).toBe(200)
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  let ended = false
  const next = async (): Promise<Frame | null> => {
    for (;;) {
      const end = text.indexOf('\n\n')
      if (end >= 0) {
        const frame = parseFrame(text.slice(0, end))
        text = text.slice(end + 2)
        if (frame) return frame
      } else {
        if (ended) return null
        const { done, value } = await reader.read()
        if (done) ended = true
        else text += value
      }
    }
  }
  const take = async (count: number) => {
    const frames: Frame[] = []
    while (frames.length < count) frames.push((await next())!)
    return frames
  }
  return { response, next, take, leave: () => gone.abort() }
}

/** null for a comment and for `retry`. */
function parseFrame(text: string): Frame | null {
  const fields = Object.fromEntries(
    text.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  )
  return fields.event === undefined ? null : { event: fields.event, id: fields.id, data: JSON.parse(fields.data!) }
}

const nobodyWatches = () => vi.waitFor(() => expect(api.rt.live.watcherCount()).toBe(0))

test('tells proxies neither to buffer nor to cache the stream', async () => {
  const { bin, key } = await api.makeBin()
  const { response, leave } = await openEvents(bin, key)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  })
  leave()
  await nobodyWatches()
})

test('sends stored captures after the given seq, then live ones, in order and once', async () => {
  const { bin, key } = await api.makeBin()
  for (let i = 0; i < 5; i++) await api.capture(bin)
  const { take, leave } = await openEvents(bin, key, { query: '?after=2' })
  const posting = Promise.all(Array.from({ length: 300 }, () => api.capture(bin)))
  const frames = await take(303)
  await posting
  expect(frames.map(({ id }) => Number(id))).toEqual(Array.from({ length: 303 }, (_, i) => i + 3))
  expect(frames.every(({ event, id, data }) => event === 'capture' && data.seq === Number(id) && !('body' in data))).toBe(true)
  leave()
})

test('without a seq, sends only live captures', async () => {
  const { bin, key } = await api.makeBin()
  await api.capture(bin)
  const { next, leave } = await openEvents(bin, key)
  const { id } = await api.capture(bin)
  expect((await next())!.data.id).toBe(id)
  leave()
})

test('an EventSource resumes by itself after a reconnect: Last-Event-ID takes precedence over the query', async () => {
  const { bin, key } = await api.makeBin()
  for (let i = 0; i < 4; i++) await api.capture(bin)
  const { take, leave } = await openEvents(bin, key, { query: '?after=0', headers: { 'last-event-id': '3' } })
  expect((await take(1))[0]!.id).toBe('4')
  leave()
})

test('ignores a Last-Event-ID that is not ours', async () => {
  const { bin, key } = await api.makeBin()
  await api.capture(bin)
  const { take, leave } = await openEvents(bin, key, { query: '?after=0', headers: { 'last-event-id': 'abc' } })
  expect((await take(1))[0]!.id).toBe('1')
  leave()
})

test("sends the bin's other events, and ends when the bin is deleted", async () => {
  const { bin, key } = await api.makeBin()
  const { id } = await api.capture(bin)
  const { take, next } = await openEvents(bin, key)
  await api.call('PATCH', `/api/v1/bins/${bin.id}`, {
    key,
    body: { name: 'new', response: { status: 201, body: 'x'.repeat(200_000) } },
    headers: { host: 'other.test' },
  })
  await api.call('PATCH', `/api/v1/bins/${bin.id}/captures/${id}`, { key, body: { pinned: true, note: 'a\nb' } })
  await api.call('DELETE', `/api/v1/bins/${bin.id}/captures/${id}`, { key })
  await api.call('DELETE', `/api/v1/bins/${bin.id}/captures`, { key })
  await api.call('DELETE', `/api/v1/bins/${bin.id}`, { key })
  const frames = await take(5)
  expect(frames.map(({ event, data }) => [event, data])).toEqual([
    [
      'bin:updated',
      expect.objectContaining({ name: 'new', captureUrl: bin.captureUrl, response: { status: 201, headers: [], delayMs: 0 } }),
    ],
    ['capture:updated', { binId: bin.id, id, seq: captureSeq(id.split('_')[1]!, id), pinned: true, note: 'a\nb' }],
    ['capture:deleted', { binId: bin.id, id, seq: captureSeq(id.split('_')[1]!, id) }],
    ['bin:cleared', { binId: bin.id, throughSeq: expect.any(Number) }],
    ['bin:deleted', { binId: bin.id }],
  ])
  expect(await next()).toBeNull()
  await nobodyWatches()
})

test.each([
  ['', 'unauthenticated', 401],
  ['ck_00000000000000000000000000', 'unauthenticated', 401],
])('without a valid key (%j) it is refused', async (key, code, status) => {
  const { bin } = await api.makeBin()
  const response = await api.call('GET', `/api/v1/bins/${bin.id}/events`, key === '' ? {} : { key })
  expect([response.status, (await problemOf(response)).code]).toEqual([status, code])
})

test("refuses another owner's bin, an unknown bin, and an invalid seq", async () => {
  const { bin } = await api.makeBin()
  const { key } = await api.makeBin()
  const codes = await Promise.all(
    [`/api/v1/bins/${bin.id}/events`, '/api/v1/bins/unknown/events', `/api/v1/bins/${bin.id}/events?after=-1`].map(
      async (target) => (await problemOf(await api.call('GET', target, { key }))).code,
    ),
  )
  expect(codes).toEqual(['forbidden', 'bin_not_found', 'invalid_input'])
})

test('masks a frame once, however many redacted links watch', async () => {
  const { bin, key } = await api.makeBin()
  const heard: StreamEvent[][] = []
  const watches = await Promise.all(
    ['redacted', 'redacted', 'everything'].map(async (show, i) => {
      const share = await api.call('POST', `/api/v1/bins/${bin.id}/shares`, { key, body: { show } })
      const actor = await findBearer(api.rt, ((await share.json()) as { token: string }).token)
      const stream = await watchBin(api.rt, actor!, bin.id, { after: 0, origins: { ui: 'http://a', capture: 'http://a' } })
      heard[i] = []
      return stream.start((event) => void heard[i]!.push(event))
    }),
  )
  const { id } = await api.capture(bin, { target: `/in/${bin.id}?token=hunter2-hunter2` })
  await vi.waitFor(() => expect(heard.map(({ length }) => length)).toEqual([1, 1, 1]))
  await api.call('PATCH', `/api/v1/bins/${bin.id}/captures/${id}`, { key, body: { note: 'password: hunter2-hunter2' } })
  await vi.waitFor(() => expect(heard.map(({ length }) => length)).toEqual([2, 2, 2]))
  const [one, two, whole] = heard.map(([first, second]) => [(first as { captures: object[] }).captures[0], second])
  expect(one![0]).toBe(two![0])
  expect(one![1]).toBe(two![1])
  expect(JSON.stringify(one)).not.toContain('hunter2')
  expect(JSON.stringify(whole)).toContain('hunter2')
  for (const watch of watches) watch.stop()
})

import { expect, test } from 'vitest'
import { eventFrames } from '#lib/api/event-frames'
import { eventStream } from '#lib/api/event-stream'
import type { CaptureSummary } from '#lib/core/capture'
import { createStreamBudget } from '#lib/limits/stream-budget'
import type { StreamListener } from '#lib/services/watch-bin'

const summary = (seq: number, padding = '') => ({ seq, id: `cap_t_${seq}`, path: `/${padding}` }) as CaptureSummary

const largeBudget = () => createStreamBudget({ perStreamBytes: 2 ** 20, totalBytes: 2 ** 30 }, Date.now)

/** A watch whose events are sent by the test. */
function manualWatch() {
  const watch = { listener: null as StreamListener | null, stops: 0 }
  const start = (listener: StreamListener) => {
    watch.listener = listener
    return { stop: () => void watch.stops++ }
  }
  return { watch, start }
}

async function readText(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string | null> {
  const { done, value } = await reader.read()
  return done ? null : new TextDecoder().decode(value)
}

test('sends bytes at the start, before the first event', async () => {
  const { start } = manualWatch()
  const reader = eventStream('b1', start, new AbortController().signal, largeBudget()).getReader()
  expect(await readText(reader)).toBe('retry: 2000\n\n')
  await reader.cancel()
})

test('sends captures with their seq as id, and other events without an id', () => {
  expect(eventFrames('b1', { type: 'captures', captures: [summary(4), summary(5)] })).toEqual([
    `id: 4\nevent: capture\ndata: ${JSON.stringify(summary(4))}\n\n`,
    `id: 5\nevent: capture\ndata: ${JSON.stringify(summary(5))}\n\n`,
  ])
  expect(eventFrames('b1', { type: 'capture:deleted', id: 'cap_t_4', seq: 4 })).toEqual([
    'event: capture:deleted\ndata: {"binId":"b1","id":"cap_t_4","seq":4}\n\n',
  ])
  expect(eventFrames('b1', { type: 'bin:deleted' })).toEqual(['event: bin:deleted\ndata: {"binId":"b1"}\n\n'])
})

test('pauses the watch while its reader is behind, and resumes it afterwards', async () => {
  const { watch, start } = manualWatch()
  const reader = eventStream('b1', start, new AbortController().signal, largeBudget()).getReader()
  expect(await watch.listener!({ type: 'captures', captures: [summary(1)] })).toBeUndefined()
  const held = watch.listener!({ type: 'captures', captures: [summary(2, 'x'.repeat(70_000))] })
  expect(held).toBeInstanceOf(Promise)
  let released = false
  void Promise.resolve(held).then(() => (released = true))
  await readText(reader) // retry
  expect(released).toBe(false)
  expect(await readText(reader)).toContain('id: 1\n')
  expect(await readText(reader)).toContain('id: 2\n')
  await held
  await reader.cancel()
})

test("announces the bin's deletion and ends", async () => {
  const { watch, start } = manualWatch()
  const reader = eventStream('b1', start, new AbortController().signal, largeBudget()).getReader()
  await readText(reader)
  void watch.listener!({ type: 'bin:deleted' })
  expect(await readText(reader)).toBe('event: bin:deleted\ndata: {"binId":"b1"}\n\n')
  expect(await readText(reader)).toBeNull()
  expect(watch.stops).toBe(1)
})

test('stops the watch and a waiting listener when the client disconnects', async () => {
  const { watch, start } = manualWatch()
  const gone = new AbortController()
  const reader = eventStream('b1', start, gone.signal, largeBudget()).getReader()
  const held = watch.listener!({ type: 'captures', captures: [summary(1, 'x'.repeat(70_000))] })
  gone.abort()
  await held
  await watch.listener!({ type: 'captures', captures: [summary(2)] })
  await reader.cancel()
  expect(watch.stops).toBe(1)
})

test('stops the watch if the reader cancels or left before the start', async () => {
  const cancelled = manualWatch()
  await eventStream('b1', cancelled.start, new AbortController().signal, largeBudget()).cancel()
  expect(cancelled.watch.stops).toBe(1)
  const early = manualWatch()
  eventStream('b1', early.start, AbortSignal.abort(), largeBudget())
  expect(early.watch.stops).toBe(1)
})

test('survives a watch that ends while it starts', async () => {
  let stops = 0
  const stream = eventStream(
    'b1',
    (listener) => {
      void listener({ type: 'bin:deleted' })
      return { stop: () => void stops++ }
    },
    new AbortController().signal,
    largeBudget(),
  )
  expect(await new Response(stream).text()).toBe('retry: 2000\n\nevent: bin:deleted\ndata: {"binId":"b1"}\n\n')
  expect(stops).toBe(1)
})

test('breaks off and frees its buffer if the reader is too far behind', async () => {
  const { watch, start } = manualWatch()
  const budget = createStreamBudget({ perStreamBytes: 200_000, totalBytes: 2 ** 30 }, Date.now)
  const reader = eventStream('b1', start, new AbortController().signal, budget).getReader()
  const event = { type: 'delivery', delivery: { id: 'dl_1', url: 'x'.repeat(50_000) } } as never
  for (let i = 0; i < 3; i++) void watch.listener!(event)
  expect(budget.heldBytes).toBeGreaterThan(150_000)
  expect(watch.stops).toBe(0)
  void watch.listener!(event)
  expect(watch.stops).toBe(1)
  expect(budget.heldBytes).toBe(0)
  await expect(reader.read()).rejects.toThrow('too far behind')
})

test('counts exactly the bytes that the reader has not taken yet', async () => {
  const { watch, start } = manualWatch()
  const budget = createStreamBudget({ perStreamBytes: 2 ** 20, totalBytes: 2 ** 30 }, Date.now)
  const reader = eventStream('b1', start, new AbortController().signal, budget).getReader()
  await readText(reader)
  void watch.listener!({ type: 'captures', captures: [summary(1, 'x'.repeat(1_000))] })
  expect(budget.heldBytes).toBeGreaterThan(1_000)
  await readText(reader)
  await expect.poll(() => budget.heldBytes).toBe(0)
  await reader.cancel()
})

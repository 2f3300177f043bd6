import type { IncomingMessage } from 'node:http'
import { PassThrough } from 'node:stream'
import { afterEach, expect, test, vi } from 'vitest'
import { drain } from '#lib/server/drain'

afterEach(() => {
  vi.useRealTimers()
})

/** A body of which this many bytes have arrived and been discarded. */
async function dropped(bytes: number, lingers: boolean) {
  const body = new PassThrough({ highWaterMark: 1024 })
  const done = vi.fn()
  drain(body as unknown as IncomingMessage, { bytesMax: 2_000, lingers }, done)
  for (let left = bytes; left > 0; left -= 1000) await new Promise((resolve) => body.write(Buffer.alloc(1000), resolve))
  return { body, done }
}

test('stops reading from a sender beyond the limit, but does not cut it off while it reads its answer', async () => {
  const { body, done } = await dropped(3_000, true)
  expect([body.isPaused(), done.mock.calls.length]).toEqual([true, 0])
  body.destroy()
  await new Promise((resolve) => body.once('close', resolve))
  expect(done).toHaveBeenCalledOnce()
})

test('cuts off a sender that never closes', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { done } = await dropped(3_000, true)
  vi.runAllTimers()
  expect(done).toHaveBeenCalledOnce()
})

test('cuts off at once a sender that had enough time to read its answer', async () => {
  expect((await dropped(3_000, false)).done).toHaveBeenCalledOnce()
})

test('reads and discards everything within the limit', async () => {
  const { body, done } = await dropped(2_000, false)
  body.end()
  await new Promise((resolve) => body.once('end', resolve))
  expect(done).toHaveBeenCalledOnce()
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient } from '#lib/client/client'
import { type FollowOptions, follow, type StreamEvent } from '#lib/client/follow'
import { openStallableProxy, type StallableProxy } from '../lib/live/stallable-proxy'
import { answerRest } from './answer-rest'
import { type Creel, startCreel } from './start-creel'
import { post, upTo } from './stream-client'

let creel: Creel
let proxy: StallableProxy

beforeAll(async () => {
  creel = await startCreel({ fallback: answerRest })
  proxy = await openStallableProxy({ host: '127.0.0.1', port: creel.port })
})
afterAll(async () => {
  await proxy.close()
  await creel.close()
})

/** A follower that records what it receives. `next` resolves once that many captures have arrived. */
function following(options: Partial<FollowOptions> & { bin: string }) {
  const stop = new AbortController()
  const client = createClient({ origin: `http://127.0.0.1:${proxy.port}`, accessKey: creel.accessKey })
  const events: StreamEvent[] = []
  const lost: string[] = []
  let opened = 0
  let changed = () => {}
  const told = () => changed()
  const end = (async () => {
    for await (const event of follow(client, {
      after: 0,
      signal: stop.signal,
      retryMs: { min: 5, max: 50 },
      onLost: (why) => {
        lost.push(why)
        told()
      },
      onOpen: () => {
        opened += 1
        told()
      },
      ...options,
    })) {
      events.push(event)
      told()
    }
  })()
  end.catch(told)
  const until = async (holds: () => boolean) => {
    while (!holds()) await new Promise<void>((resolve) => (changed = resolve))
  }
  const seqs = () => events.flatMap((event) => (event.type === 'capture' ? [event.capture.seq] : []))
  return { events, lost, seqs, end, until, opened: () => opened, stop: (reason: Error) => stop.abort(reason) }
}

test('gets stored and new captures once and in order, however often the connection breaks', async () => {
  const bin = await creel.createBin()
  await post(creel, bin.id, 20)
  const follower = following({ bin: bin.id, after: 5 })
  await follower.until(() => follower.seqs().length === 15)
  for (let times = 0; times < 5; times++) {
    const before = follower.opened()
    const posting = post(creel, bin.id, 20)
    proxy.cut()
    await posting
    await follower.until(() => follower.opened() > before && follower.seqs().at(-1) === 20 * (times + 2))
  }
  expect(follower.seqs()).toEqual(upTo(120, 6))
  follower.stop(new Error('enough'))
  await expect(follower.end).rejects.toThrow('enough')
})

test('reports a loss once, however many attempts to connect fail', async () => {
  const bin = await creel.createBin()
  const follower = following({ bin: bin.id })
  await follower.until(() => follower.opened() === 1)
  proxy.refuse(true)
  proxy.cut()
  await follower.until(() => follower.lost.length === 1)
  await post(creel, bin.id, 3)
  proxy.refuse(false)
  await follower.until(() => follower.seqs().length === 3)
  expect(follower.lost).toHaveLength(1)
  follower.stop(new Error('enough'))
  await follower.end.catch(() => {})
})

test('replaces a connection that is silent for too long', async () => {
  const bin = await creel.createBin()
  const follower = following({ bin: bin.id, silenceMsMax: 100 })
  await follower.until(() => follower.opened() === 1)
  proxy.stall()
  await follower.until(() => follower.lost.length === 1)
  proxy.flow()
  await post(creel, bin.id, 1)
  await follower.until(() => follower.seqs().length === 1)
  expect(follower.lost[0]).toContain('Nothing came from the server')
  follower.stop(new Error('enough'))
  await follower.end.catch(() => {})
})

test('ends when the bin is deleted', async () => {
  const bin = await creel.createBin()
  const follower = following({ bin: bin.id })
  await follower.until(() => follower.opened() === 1)
  const client = createClient({ origin: creel.url, accessKey: creel.accessKey })
  await client.deleteBin({ bin: bin.id })
  await follower.end
  expect(follower.events.at(-1)).toMatchObject({ type: 'bin:deleted' })
})

test('rejects if the server refuses: unknown bin, invalid key', async () => {
  await expect(following({ bin: 'nobodys' }).end).rejects.toMatchObject({ code: 'bin_not_found' })
  const stranger = createClient({ origin: creel.url, accessKey: `ck_${'0'.repeat(32)}` })
  const events = follow(stranger, { bin: 'any', after: 0, signal: new AbortController().signal })
  await expect(events.next()).rejects.toMatchObject({ code: 'unauthenticated' })
})

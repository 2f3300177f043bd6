import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Bin } from '#lib/core/bin'
import { AppError } from '#lib/core/errors'
import type { BinEvent } from '#lib/live/bin-event'
import { postgresqlIsThere, temporaryPostgresql } from '../store/temporary-postgresql'
import { badFields, openApi, problemOf, type TestApi } from './test-api'

type Owned = { bin: Bin; key: string }
const DATABASES = postgresqlIsThere ? ['SQLite', 'PostgreSQL'] : ['SQLite']

describe.each(DATABASES)('deleting many captures on %s', (database) => {
  let api: TestApi
  let close: () => Promise<void>
  beforeAll(async () => {
    const temporary = database === 'SQLite' ? null : await temporaryPostgresql()
    api = await openApi(temporary ? { databaseUrl: temporary.url } : {})
    close = async () => {
      await api.close()
      await temporary?.drop()
    }
  })
  afterAll(() => close())

  const post = ({ bin, key }: Owned, body: unknown, signal?: AbortSignal) =>
    api.call('POST', `/api/v1/bins/${bin.id}/captures/delete`, { key, body, signal })

  async function filled(count: number): Promise<Owned & { ids: string[] }> {
    const made = await api.makeBin()
    const stored = Array.from({ length: count }, (_, i) =>
      api.capture(made.bin, { method: i % 2 === 0 ? 'POST' : 'PUT', body: Buffer.alloc(5) }),
    )
    return { ...made, ids: (await Promise.all(stored)).map(({ id }) => id) }
  }

  const pin = ({ bin, key }: Owned, id: string) =>
    api.call('PATCH', `/api/v1/bins/${bin.id}/captures/${id}`, { key, body: { pinned: true } })

  async function left({ bin }: Owned): Promise<number[]> {
    const { key } = (await api.rt.store.findBin(bin.id))!
    return (await api.rt.store.listCaptures(key, { limit: 500 })).map(({ seq }) => seq).reverse()
  }

  async function eventsOf({ bin }: Owned): Promise<BinEvent[]> {
    const events: BinEvent[] = []
    api.rt.live.watch((await api.rt.bins.find(bin.id))!, undefined, (event) => {
      if (event.type !== 'captures') events.push(event)
    })
    return events
  }

  test('ids delete these captures, including pinned ones, skip unknown ids, and emit one event for each', async () => {
    const made = await filled(6)
    const other = await filled(1)
    await pin(made, made.ids[1]!)
    const events = await eventsOf(made)
    const ids = [
      made.ids[0]!,
      made.ids[1]!,
      made.ids[0]!,
      other.ids[0]!,
      `cap_${'x'.repeat(10)}_3`,
      'nonsense',
      `${made.ids[5]}000`,
    ]
    const answer = await post(made, { ids })
    expect([answer.status, await answer.json(), await left(made)]).toEqual([200, { deleted: 2 }, [3, 4, 5, 6]])
    expect(events).toEqual([
      { type: 'capture:deleted', id: made.ids[0], seq: 1 },
      { type: 'capture:deleted', id: made.ids[1], seq: 2 },
    ])
    expect(await api.rt.store.findBin(made.bin.id)).toMatchObject({ captureCount: 4, lastSeq: 6 })
    expect(await left(other)).toEqual([1])
  })

  test('q deletes matching captures except pinned ones', async () => {
    const made = await filled(7)
    await pin(made, made.ids[2]!)
    expect(await (await post(made, { q: 'method:POST' })).json()).toEqual({ deleted: 3 })
    expect(await left(made)).toEqual([2, 3, 4, 6])
  })

  test.each([
    ['q', () => ({ q: '' })],
    ['ids', (ids: string[]) => ({ ids })],
    ['ids in another order', (ids: string[]) => ({ ids: ids.toReversed() })],
  ])('watchers hear bin:cleared alone if %s deletes everything', async (_name, wanted) => {
    const made = await filled(450)
    const events = await eventsOf(made)
    expect(await (await post(made, wanted(made.ids))).json()).toEqual({ deleted: 450 })
    expect(events).toEqual([{ type: 'bin:cleared', throughSeq: 450 }])
    expect(await api.rt.store.findBin(made.bin.id)).toMatchObject({ captureCount: 0, lastSeq: 450 })
    expect(await (await post(made, wanted(made.ids))).json()).toEqual({ deleted: 0 })
    expect(events).toHaveLength(1)
  })

  test.each([
    ['the oldest capture is pinned', 0],
    ['the newest capture is pinned', 449],
  ])('watchers hear of each deleted capture by itself if %s', async (_name, pinned) => {
    const made = await filled(450)
    await pin(made, made.ids[pinned]!)
    const events = await eventsOf(made)
    expect(await (await post(made, { q: '' })).json()).toEqual({ deleted: 449 })
    const told = events
      .map((event) => (event.type === 'capture:deleted' ? event.seq : event.type))
      .sort((x, y) => Number(x) - Number(y))
    expect(told).toEqual(made.ids.map((_, i) => i + 1).filter((seq) => seq !== pinned + 1))
  })

  test('announces each step at once where a capture stays, and what was deleted before an error', async () => {
    const made = await filled(450)
    const events = await eventsOf(made)
    const { store } = api.rt
    const { removeCaptures } = store
    const heardBefore: number[] = []
    let fails = false
    store.removeCaptures = async (...args) => {
      heardBefore.push(events.length)
      if (fails && heardBefore.length > 1) throw new Error('broken')
      return removeCaptures(...args)
    }
    await post(made, { ids: made.ids.slice(0, 420) })
    expect(heardBefore).toEqual([0, 200, 400])
    const rest = await filled(300)
    const heard = await eventsOf(rest)
    heardBefore.length = 0
    fails = true
    expect((await post(rest, { ids: rest.ids })).status).toBe(500)
    store.removeCaptures = removeCaptures
    expect(heard.map(({ type }) => type)).toEqual(Array.from({ length: 200 }, () => 'capture:deleted'))
  })

  test('continues when the caller disconnects, and keeps captures that arrive meanwhile', async () => {
    const made = await filled(1000)
    const leaving = new AbortController()
    const { store } = api.rt
    const { removeCaptures } = store
    let steps = 0
    store.removeCaptures = async (...args) => {
      steps += 1
      if (steps === 1) {
        leaving.abort()
        await api.capture(made.bin)
      }
      return removeCaptures(...args)
    }
    const answer = post(made, { ids: made.ids }, leaving.signal).catch(() => null)
    await answer
    await api.rt.background.drain()
    store.removeCaptures = removeCaptures
    expect(steps).toBeGreaterThan(3)
    expect(await left(made)).toEqual([1001])
  })

  test('survives a short database outage half-way; an outage at the start is reported at once', async () => {
    const made = await filled(600)
    const { store } = api.rt
    const { removeCaptures } = store
    const away = new AppError('storage_unavailable', 'away')
    let calls = 0
    store.removeCaptures = async (...args) => {
      calls += 1
      if (calls === 2) throw away
      return removeCaptures(...args)
    }
    expect(await (await post(made, { ids: made.ids.slice(0, 500) })).json()).toEqual({ deleted: 500 })
    store.removeCaptures = async () => {
      throw away
    }
    expect(await problemOf(await post(made, { ids: made.ids }))).toMatchObject({ code: 'storage_unavailable' })
    store.removeCaptures = removeCaptures
    expect((await left(made)).length).toBe(100)
  })

  test.each([
    [{}, ['ids']],
    [{ ids: [], q: '' }, ['ids']],
    [{ ids: 'x' }, ['ids']],
    [{ ids: [1] }, ['ids.0']],
    [{ q: 'size:>' }, ['q']],
    [{ ids: [], all: true }, ['all']],
  ])('%j is refused', async (body, fields) => {
    expect(await badFields(await post(await filled(1), body))).toEqual(fields)
  })

  test('deletes captures with bodies of megabytes a few at a time', async () => {
    const made = await api.makeBin()
    const ids: string[] = []
    for (let i = 0; i < 5; i += 1) ids.push((await api.capture(made.bin, { body: Buffer.alloc(3 * 1024 * 1024) })).id)
    expect(await (await post(made, { ids })).json()).toEqual({ deleted: 5 })
    expect(await api.rt.store.findBin(made.bin.id)).toMatchObject({ captureCount: 0, byteCount: 0 })
  })
})

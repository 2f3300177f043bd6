import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { BinFollower } from '#lib/live/live'
import { createBinMatches } from '#lib/matches/bin-matches'
import type { MatchEvent } from '#lib/matches/matches'
import type { MatchQuery, MatchResult } from '#lib/scan/scan'
import type { StoredBin } from '#lib/store/stored-bin'

const PERMISSION = { redacted: false, captureSeq: null, gate: null }

/** A bin in which capture n matches the filters that divide n. Each search ends when the test says so. */
function createSimulation({ stored = 0, perQuery = 100 } = {}) {
  let lastSeq = stored
  let followed = true
  const followers = new Set<BinFollower>()
  const waiting: { wanted: MatchQuery; resolve(looked: MatchResult | null): void; alive(): boolean }[] = []
  const queries: MatchQuery[] = []
  const bin = { key: 1, id: 'b', captureTag: 't', lastSeq: stored } as StoredBin
  const matches = createBinMatches(bin, {
    match: (wanted, alive) =>
      new Promise((resolve) => {
        queries.push(wanted)
        waiting.push({ wanted, resolve, alive })
      }),
    follow(follower) {
      followers.add(follower)
      return { stop: () => followers.delete(follower) }
    },
    onEnd: () => {
      followed = false
    },
  })
  const answer = ({ filters, through: wantedThrough, changedSeqs }: MatchQuery): MatchResult => {
    const from = Math.min(...filters.map(({ after }) => after))
    const through = Math.min(wantedThrough, lastSeq, from + perQuery)
    return {
      through,
      matched: filters.map(({ text, after }) => {
        const seqs = Array.from({ length: Math.max(0, through - after) }, (_, i) => after + 1 + i)
        return [...changedSeqs, ...seqs].filter((seq) => seq % Number(text) === 0).sort((a, b) => a - b)
      }),
    }
  }
  return {
    queries,
    isFollowed: () => followed,
    matches,
    commit(count: number, announced = true) {
      lastSeq += count
      if (announced) for (const follower of followers) follower({ type: 'reached', seq: lastSeq })
    },
    tell: (event: Parameters<BinFollower>[0]) => {
      for (const follower of [...followers]) follower(event)
    },
    lastSeq: () => lastSeq,
    /** Ends one search. False if none is running. */
    async endQuery() {
      const query = waiting.shift()
      query?.resolve(query.alive() ? answer(query.wanted) : null)
      await new Promise((resolve) => setImmediate(resolve))
      return query !== undefined
    },
    watch(text: string, after: number) {
      const events: MatchEvent[] = []
      const seqs = () => events.flatMap((event) => (event.type === 'progress' ? event.seqs.flat() : []))
      const through = () => events.flatMap((event) => (event.type === 'progress' ? event.through : [])).at(-1) ?? after
      const wanted = { bin: { ...bin, lastSeq }, permission: PERMISSION, texts: [text], after, now: 5 }
      return { events, seqs, through, watch: matches.watch(wanted, (event) => events.push(event)) }
    },
  }
}
type Simulation = ReturnType<typeof createSimulation>

async function endAll({ endQuery }: Pick<Simulation, 'endQuery'>): Promise<void> {
  while (await endQuery());
}

const divisible = (by: number, after: number, through: number) =>
  Array.from({ length: through - after }, (_, i) => after + 1 + i).filter((seq) => seq % by === 0)

test('does not miss a capture that commits between the search and the subscription', async () => {
  const here = createSimulation({ stored: 3 })
  const { seqs, through } = here.watch('1', 0)
  here.commit(2) // while the stored ones are searched
  await endAll(here)
  expect([seqs(), through()]).toEqual([[1, 2, 3, 4, 5], 5])
})

test('a waiter costs no search while nothing arrives', async () => {
  const here = createSimulation({ stored: 3 })
  here.watch('1', 3)
  await endAll(here)
  expect(here.queries).toEqual([])
  expect(here.isFollowed()).toBe(true)
})

test('each watcher gets each match after its start once and in order, however the steps interleave', async () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('commit' as const), count: fc.integer({ min: 1, max: 700 }), announced: fc.boolean() }),
    fc.record({ do: fc.constant('watch' as const), by: fc.integer({ min: 1, max: 5 }), back: fc.nat(1_500) }),
    fc.record({ do: fc.constant('query' as const) }),
    fc.record({ do: fc.constant('stop' as const), which: fc.nat(10) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.integer({ min: 1, max: 600 }), async (steps, perQuery) => {
      const here = createSimulation({ stored: 10, perQuery })
      const watchers: (ReturnType<Simulation['watch']> & { by: number; after: number; stopped: boolean })[] = []
      for (const each of steps) {
        if (each.do === 'commit') here.commit(each.count, each.announced)
        else if (each.do === 'query') await here.endQuery()
        else if (!here.isFollowed())
          break // a later watcher opens it again
        else if (each.do === 'watch') {
          const after = Math.max(0, here.lastSeq() - each.back)
          watchers.push({ ...here.watch(String(each.by), after), by: each.by, after, stopped: false })
        } else {
          const watcher = watchers[each.which]
          if (watcher) watcher.stopped = true
          watcher?.watch.stop()
        }
      }
      here.commit(1)
      await endAll(here)
      for (const { seqs, through, by, after, stopped } of watchers) {
        expect(seqs()).toEqual(divisible(by, after, through()))
        if (!stopped) expect(through()).toBe(here.lastSeq())
      }
      expect(here.matches.count()).toBe(watchers.filter(({ stopped }) => !stopped).length)
    }),
    { numRuns: 200 },
  )
})

test('equal filters from the same seq share one search', async () => {
  const here = createSimulation()
  for (const text of ['1', '1', '2', '1']) here.watch(text, 0)
  here.commit(1)
  expect(here.queries[0]!.filters.map(({ text }) => text)).toEqual(['1', '2'])
  await endAll(here)
})

test('one search covers everything that arrived during the previous one', async () => {
  const here = createSimulation()
  const { seqs } = here.watch('1', 0)
  for (let i = 0; i < 50; i++) here.commit(1)
  await endAll(here)
  expect([here.queries.length, seqs().length]).toEqual([2, 50])
})

test('a watcher far behind searches alone, after the others are served', async () => {
  const here = createSimulation({ stored: 5_000 })
  const far = here.watch('1', 0)
  const near = here.watch('1', 5_000)
  here.commit(1)
  await here.endQuery()
  await here.endQuery()
  expect([near.seqs(), far.through() < 5_000]).toEqual([[5_001], true])
  await endAll(here)
  expect(far.seqs().length).toBe(5_001)
})

test('checks a changed capture again for watchers that started before it', async () => {
  const here = createSimulation({ stored: 10 })
  const [early, late] = [here.watch('2', 0), here.watch('2', 8)]
  await endAll(here)
  here.tell({ type: 'capture:updated', id: 'cap_t_6', seq: 6, patch: { pinned: true } })
  await endAll(here)
  expect([early.seqs().filter((seq) => seq === 6).length, late.seqs()]).toEqual([2, [10]])
  expect(here.queries.at(-1)!.changedSeqs).toEqual([6])
})

test('a watcher that searches alone gets a capture that changes after it was passed', async () => {
  const here = createSimulation({ stored: 5_000 })
  const far = here.watch('1', 0)
  const near = here.watch('1', 4_990)
  while (far.through() < 200) await here.endQuery()
  here.tell({ type: 'capture:updated', id: 'cap_t_6', seq: 6, patch: { note: 'found' } })
  await endAll(here)
  const timesTold = (seq: number) => far.seqs().filter((each) => each === seq).length
  expect([timesTold(6), timesTold(7), near.seqs().includes(6)]).toEqual([2, 1, false])
})

test('caughtUp includes captures that another process stored without an announcement', async () => {
  const here = createSimulation()
  const { watch, seqs } = here.watch('1', 0)
  here.commit(3, false)
  const done = vi.fn()
  const looked = watch.caughtUp(3).then(done)
  expect(done).not.toHaveBeenCalled()
  await endAll(here)
  await looked
  expect(seqs()).toEqual([1, 2, 3])
})

test('caughtUp ends with the watch', async () => {
  const here = createSimulation()
  const { watch } = here.watch('1', 0)
  const looked = watch.caughtUp(3)
  watch.stop()
  await looked
  expect(here.isFollowed()).toBe(false)
})

test("the bin's deletion is the last event", async () => {
  const here = createSimulation({ stored: 1 })
  const watchers = [here.watch('1', 0), here.watch('1', 1)]
  here.tell({ type: 'bin:deleted' })
  await endAll(here)
  for (const { events } of watchers) expect(events).toEqual([{ type: 'bin:deleted' }])
  expect([here.matches.count(), here.isFollowed()]).toEqual([0, false])
})

test("filters relative to now run with their caller's time, others together", async () => {
  const here = createSimulation()
  here.watch('1', 0)
  here.commit(1)
  expect(here.queries[0]!.filters[0]!.now).toBe(0)
  await endAll(here)
})

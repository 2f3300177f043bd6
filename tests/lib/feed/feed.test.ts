import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DEFAULT_RESPONSE } from '#lib/core/bin'
import { type Feed, initialFeed, nextFeed } from '#lib/feed/feed'
import { propertyRuns } from '../../property-runs'
import { aBin, aSummary, Client, Server } from './feed-server'

const who = fc.nat(1)
const count = fc.integer({ min: 1, max: 6 })
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('commit' as const), count }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), back: fc.nat(12) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('note' as const), back: fc.nat(12) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pump' as const), who, count }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('deliver' as const), who, count }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('snapshot' as const), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('older' as const), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('leave' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('come back' as const), fromEnd: fc.boolean(), strays: fc.nat(3) }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** The first client never disconnects; the second comes and goes. */
function simulate(stored: number, pageRows: number, steps: readonly Step[]) {
  const server = new Server()
  server.commit(stored)
  const clients = [new Client(server, pageRows), new Client(server, pageRows)] as const
  clients[0].connect({ fromEnd: false, strays: 0 })
  for (const each of steps) act(server, clients, each)
  for (const client of clients) client.settle()
  return { server, clients }
}

function act(server: Server, clients: readonly [Client, Client], each: Step): void {
  if (each.do === 'commit') server.commit(each.count)
  if (each.do === 'delete') server.delete(each.back)
  if (each.do === 'note') server.writeNote(each.back)
  if (each.do === 'clear') server.clear()
  if (each.do === 'pump') clients[each.who]!.pump(each.count)
  if (each.do === 'deliver') clients[each.who]!.deliver(each.count)
  if (each.do === 'snapshot') clients[each.who]!.moveSnapshot()
  if (each.do === 'older') clients[each.who]!.moveOlder()
  if (each.do === 'leave') clients[1].disconnect()
  if (each.do === 'come back') clients[1].connect(each)
}

/** The server's captures in the range that the client has loaded, newest first. */
function held({ server, feed }: Client): number[] {
  return [...server.rows].filter((seq) => feed.nextBefore === null || seq >= feed.nextBefore).sort((a, b) => b - a)
}

test('misses and duplicates nothing in any interleaving of socket, snapshot and older pages, and a client that was away ends up equal to one that never left', () => {
  const runs = fc.record({
    stored: fc.nat(12),
    pageRows: fc.integer({ min: 1, max: 6 }),
    steps: fc.array(step, { maxLength: 40 }),
  })
  fc.assert(
    fc.property(runs, ({ stored, pageRows, steps }) => {
      const { server, clients } = simulate(stored, pageRows, steps)
      for (const client of clients) {
        expect(client.feed.connection).toEqual({ state: 'live' })
        expect(client.seqs).toEqual(held(client))
        expect(client.feed.captures).toEqual(client.seqs.map((seq) => server.summary(seq)))
        const nothingWasTaken = steps.every((each) => each.do !== 'delete' && each.do !== 'clear')
        if (client.feed.nextBefore === null || nothingWasTaken) expect(client.feed.total).toBe(server.rows.size)
      }
      const common = Math.max(...clients.map(({ feed }) => feed.nextBefore ?? 0))
      const [stayed, left] = clients.map(({ seqs }) => seqs.filter((seq) => seq >= common))
      expect(left).toEqual(stayed)
    }),
    { numRuns: propertyRuns(3000) },
  )
})

const page = (seqs: number[], nextBefore: number | null = null, total = seqs.length) => ({
  captures: seqs.map(aSummary),
  nextBefore,
  total,
})
const seqs = (feed: Feed) => feed.captures.map(({ seq }) => seq)
const reduce = (feed: Feed, ...actions: Parameters<typeof nextFeed>[1][]) => actions.reduce(nextFeed, feed)

/** Rows 1 to 3 loaded, live. */
const liveFeed = () =>
  reduce(
    initialFeed(aBin(3), page([3, 2, 1])),
    { type: 'subscribed', after: 3, lastSeq: 3 },
    { type: 'snapshot', epoch: 1, page: page([3, 2, 1]) },
  )

test('shows what the server rendered before it connects, and says that it is catching up', () => {
  const feed = initialFeed(aBin(3), page([3, 2], 2, 3))
  expect([seqs(feed), feed.total, feed.connection]).toEqual([[3, 2], 3, { state: 'catching-up', missing: 0 }])
})

test('says how many captures are missing, and then that it is live', () => {
  const away = reduce(liveFeed(), { type: 'disconnected', at: 12 })
  expect(away.connection).toEqual({ state: 'stale', since: 12 })
  expect(reduce(away, { type: 'disconnected', at: 99 }).connection).toEqual({ state: 'stale', since: 12 })
  const back = reduce(away, { type: 'subscribed', after: 3, lastSeq: 10 })
  expect(back.connection).toEqual({ state: 'catching-up', missing: 7 })
  const partly = reduce(back, { type: 'captured', captures: [4, 5].map(aSummary) })
  expect(partly.connection).toEqual({ state: 'catching-up', missing: 5 })
  const all = reduce(
    partly,
    { type: 'captured', captures: [6, 7, 8, 9, 10].map(aSummary) },
    { type: 'snapshot', epoch: 2, page: page([10, 9, 8], 8, 10) },
  )
  expect([all.connection, seqs(all)]).toEqual([{ state: 'live' }, [10, 9, 8, 7, 6, 5, 4]])
})

test('after a gap that is not replayed, shows the newest end and loads the rest on demand', () => {
  const feed = reduce(
    liveFeed(),
    { type: 'disconnected', at: 0 },
    { type: 'subscribed', after: 5000, lastSeq: 5000 },
    { type: 'snapshot', epoch: 2, page: page([5000, 4999], 4999, 5000) },
    { type: 'captured', captures: [aSummary(4)] }, // including it would leave a gap
  )
  expect([seqs(feed), feed.nextBefore, feed.total, feed.connection]).toEqual([[5000, 4999], 4999, 5000, { state: 'live' }])
  const older = reduce(feed, { type: 'olderPage', epoch: 2, before: 4999, page: page([4998, 4997], 4997, 5000) })
  expect([seqs(older), older.nextBefore]).toEqual([[5000, 4999, 4998, 4997], 4997])
})

test('ignores a page requested in an earlier subscription', () => {
  const feed = reduce(liveFeed(), { type: 'subscribed', after: 3, lastSeq: 3 })
  expect(reduce(feed, { type: 'snapshot', epoch: 1, page: page([2, 1]) })).toEqual(feed)
  const partly = reduce(feed, { type: 'snapshot', epoch: 2, page: page([3, 2], 2, 3) })
  expect(seqs(reduce(partly, { type: 'olderPage', epoch: 1, before: 2, page: page([1]) }))).toEqual([3, 2])
})

test('shows a repeated capture once', () => {
  const feed = reduce(liveFeed(), { type: 'captured', captures: [aSummary(4)] }, { type: 'captured', captures: [aSummary(4)] })
  expect([seqs(feed), feed.total]).toEqual([[4, 3, 2, 1], 4])
})

test('a pending page cannot bring a deleted capture back', () => {
  const feed = reduce(
    initialFeed(aBin(3), page([3, 2, 1])),
    { type: 'subscribed', after: 3, lastSeq: 3 },
    { type: 'deleted', seqs: [2] },
    { type: 'snapshot', epoch: 1, page: page([3, 2, 1]) },
    { type: 'deleted', seqs: [2] },
  )
  expect([seqs(feed), feed.total]).toEqual([[3, 1], 2])
})

test('remembers one range of deleted captures, not each, while retention deletes 100,000', () => {
  let feed = liveFeed()
  for (let first = 4; first < 100_000; first += 100) {
    const burst = Array.from({ length: 100 }, (_, i) => first + i)
    feed = reduce(
      feed,
      { type: 'captured', captures: burst.map(aSummary) },
      { type: 'deleted', seqs: burst.map((seq) => seq - 50) },
    )
  }
  expect(feed.sync.deletedSeqs).toHaveLength(1)
})

test('a cleared bin is empty and accepts new captures', () => {
  const feed = reduce(liveFeed(), { type: 'cleared', throughSeq: 3 }, { type: 'captured', captures: [aSummary(4)] })
  expect([seqs(feed), feed.total, feed.nextBefore]).toEqual([[4], 1, null])
})

test('drops captures that a restored database no longer has', () => {
  const restored = reduce(liveFeed(), { type: 'subscribed', after: 3, lastSeq: 2 })
  expect(seqs(restored)).toEqual([2, 1])
  const feed = reduce(restored, { type: 'snapshot', epoch: 2, page: page([2, 1]) }, { type: 'captured', captures: [aSummary(3)] })
  expect([seqs(feed), feed.total, feed.connection]).toEqual([[3, 2, 1], 3, { state: 'live' }])
})

test('keeps 2,000 rows, and drops the oldest to be loaded again as a page', () => {
  const many = Array.from({ length: 2500 }, (_, i) => aSummary(i + 4))
  const feed = reduce(liveFeed(), { type: 'captured', captures: many })
  expect([feed.captures.length, feed.captures[0]!.seq, feed.nextBefore, feed.total]).toEqual([2000, 2503, 504, 2503])
})

test('keeps more rows if they were requested', () => {
  const newest = Array.from({ length: 2000 }, (_, i) => 3000 - i)
  const older = Array.from({ length: 200 }, (_, i) => 1000 - i)
  const feed = reduce(
    initialFeed(aBin(3000), page(newest, 1001, 3000)),
    { type: 'subscribed', after: 3000, lastSeq: 3000 },
    { type: 'snapshot', epoch: 1, page: page(newest, 1001, 3000) },
    { type: 'olderPage', epoch: 1, before: 1001, page: page(older, 801, 3000) },
    { type: 'captured', captures: [aSummary(3001)] },
  )
  expect([feed.captures.length, feed.nextBefore]).toEqual([2201, 801])
})

test('a change of one capture changes its row and no other', () => {
  const before = liveFeed()
  const feed = reduce(
    before,
    { type: 'updated', seq: 2, patch: { pinned: true } },
    { type: 'updated', seq: 2, patch: { note: 'n' } },
  )
  expect(feed.captures[1]).toEqual({ ...aSummary(2), pinned: true, note: 'n' })
  expect([feed.captures[0], feed.captures[2]]).toEqual([before.captures[0], before.captures[2]])
  expect(feed.captures[0]).toBe(before.captures[0])
})

test('a pending page does not undo a change, and a change that arrives before its capture is applied to it', () => {
  const feed = reduce(
    initialFeed(aBin(3), page([3], 3, 3)),
    { type: 'subscribed', after: 3, lastSeq: 3 },
    { type: 'updated', seq: 3, patch: { note: 'new' } },
    { type: 'updated', seq: 1, patch: { pinned: true } },
    { type: 'snapshot', epoch: 1, page: page([3], 3, 3) },
    { type: 'olderPage', epoch: 1, before: 3, page: page([2, 1], null, 3) },
  )
  expect(feed.captures.map(({ note, pinned }) => [note, pinned])).toEqual([
    ['new', undefined],
    [null, undefined],
    [null, true],
  ])
})

test('the snapshot brings changes made while disconnected, and nothing of an earlier subscription undoes them', () => {
  const snapshot = { ...page([3, 2, 1]), captures: [{ ...aSummary(3), note: 'newest' }, aSummary(2), aSummary(1)] }
  const feed = reduce(
    liveFeed(),
    { type: 'updated', seq: 3, patch: { note: 'old' } },
    { type: 'disconnected', at: 0 },
    { type: 'subscribed', after: 3, lastSeq: 3 },
    { type: 'snapshot', epoch: 2, page: snapshot },
  )
  expect(feed.captures[0]!.note).toBe('newest')
})

test('shows a changed bin; a deleted bin shows nothing, and nothing brings it back', () => {
  const response = { status: 202, headers: [], delayMs: 0 }
  const feed = { ...liveFeed(), bin: { ...aBin(3), response: { ...DEFAULT_RESPONSE, body: 'known' } } }
  const changed = { ...aBin(3), name: 'new', response }
  expect(reduce(feed, { type: 'binUpdated', bin: changed }).bin).toEqual({ ...changed, response: { ...response, body: 'known' } })
  const gone = reduce(liveFeed(), { type: 'binDeleted' })
  expect([gone.binDeleted, gone.captures, gone.total]).toEqual([true, [], 0])
  expect(reduce(gone, { type: 'captured', captures: [aSummary(4)] })).toBe(gone)
})

test('shows nothing of a bin after access has ended, and nothing brings it back', () => {
  const ended = reduce(liveFeed(), { type: 'accessEnded' })
  expect([ended.accessEnded, ended.captures, ended.total]).toEqual([true, [], 0])
  expect(reduce(ended, { type: 'captured', captures: [aSummary(4)] })).toBe(ended)
})

test('keeps the last 50 deliveries, newest first', () => {
  const delivery = (n: number) => ({ type: 'delivery', delivery: { id: `dl_${n}` } }) as Parameters<typeof nextFeed>[1]
  const feed = reduce(liveFeed(), ...Array.from({ length: 60 }, (_, i) => delivery(i)))
  expect([feed.deliveries.length, feed.deliveries[0]!.id]).toEqual([50, 'dl_59'])
})

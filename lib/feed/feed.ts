import type { Bin, BinUpdate } from '#lib/core/bin'
import type { CaptureSummary, CaptureUpdate } from '#lib/core/capture'
import type { DeliverySummary } from '#lib/core/delivery'
import { addPatch, type Gone, isGone, mergeCaptures, type Patches, patched, upToDate } from './feed-captures'
import { addSeqs } from './seq-ranges'

/** What the badge says. `missing`: about how many captures are still to come. `since`: milliseconds since 1970. */
export type FeedConnection = { state: 'live' } | { state: 'catching-up'; missing: number } | { state: 'stale'; since: number }

/** One page of `GET /bins/{bin}/captures`, newest first. */
export type FeedPage = { captures: readonly CaptureSummary[]; nextBefore: number | null; total: number }

/** A bin as one browser page knows it. */
export type Feed = {
  readonly bin: Bin
  readonly binDeleted: boolean
  /** The link or the key that this page reads with does not count any more. */
  readonly accessEnded: boolean
  /** Newest first, without a hole once the connection is live. */
  readonly captures: readonly CaptureSummary[]
  /** Where the next older page begins; null: there is none. */
  readonly nextBefore: number | null
  /** How many captures the bin holds, loaded or not. */
  readonly total: number
  readonly connection: FeedConnection
  /** The stream has given all there was through this seq: here it goes on after a reconnect. */
  readonly lastSeq: number
  /** Resends made while the page was open, newest first, at most 50. */
  readonly deliveries: readonly DeliverySummary[]
  readonly sync: FeedSync
}

/**
 * What the reducer remembers for itself; of what is gone and what was changed, since the subscription began: a page on its way must
 * not bring it back.
 */
export type FeedSync = Gone & {
  /** What was changed: a page on its way must not show it as it was. */
  readonly patches: Patches
  /** Goes up with each subscription: a page that was asked for in an earlier one comes too late. */
  readonly epoch: number
  /** Where this subscription's stream began, and how far the bin had come then. */
  readonly after: number
  readonly subscribedSeq: number
  readonly snapshotDue: boolean
  /** The oldest capture of the snapshot: once `lastSeq` is here, stream and snapshot have met. */
  readonly meetAt: number
  /** Captures up to this seq are in `total`. */
  readonly countedThrough: number
  /** How many rows may be held: grows with each older page that was asked for. */
  readonly rowsMax: number
}

export type FeedAction =
  | { type: 'subscribed'; after: number; lastSeq: number }
  /** The newest captures, asked for after `subscribed`, in the epoch that it began. */
  | { type: 'snapshot'; epoch: number; page: FeedPage }
  | { type: 'olderPage'; epoch: number; before: number; page: FeedPage }
  | { type: 'captured'; captures: readonly CaptureSummary[] }
  /** Pinned, unpinned, its note or sender changed: as the stream tells it, or the answer to a change that this page asked for. */
  | { type: 'updated'; seq: number; patch: CaptureUpdate }
  | { type: 'deleted'; seqs: readonly number[] }
  | { type: 'cleared'; throughSeq: number }
  | { type: 'binUpdated'; bin: BinUpdate }
  | { type: 'binDeleted' }
  | { type: 'accessEnded' }
  | { type: 'delivery'; delivery: DeliverySummary }
  | { type: 'disconnected'; at: number }

const ROWS_MAX = 2000
const DELIVERIES_KEPT = 50

/** The feed as the server rendered it: not connected yet. */
export function initialFeed(bin: Bin, page: FeedPage): Feed {
  const lastSeq = Math.max(bin.lastSeq, page.captures[0]?.seq ?? 0)
  return {
    bin,
    binDeleted: false,
    accessEnded: false,
    captures: page.captures,
    nextBefore: page.nextBefore,
    total: page.total,
    connection: { state: 'catching-up', missing: 0 },
    lastSeq,
    deliveries: [],
    sync: {
      epoch: 0,
      after: lastSeq,
      subscribedSeq: lastSeq,
      snapshotDue: true,
      meetAt: 0,
      countedThrough: page.captures[0]?.seq ?? 0,
      deletedSeqs: [],
      patches: new Map(),
      clearedThrough: 0,
      rowsMax: ROWS_MAX,
    },
  }
}

/**
 * What the page knows after one more message: socket first, snapshot next, then merge.
 *
 * A client that was away for an hour and one that never left end up equal: what both have loaded is the same, and the same
 * as what the server holds. Rows older than the snapshot are dropped then, and loaded again on demand.
 */
export function nextFeed(feed: Feed, action: FeedAction): Feed {
  if (feed.binDeleted || feed.accessEnded) return feed
  return settle(applyAction(feed, action))
}

function applyAction(feed: Feed, action: FeedAction): Feed {
  switch (action.type) {
    case 'subscribed':
      return subscribed(feed, action.after, action.lastSeq)
    case 'snapshot':
      return action.epoch === feed.sync.epoch && feed.sync.snapshotDue ? mergeSnapshot(feed, action.page) : feed
    case 'olderPage':
      return action.epoch === feed.sync.epoch && action.before === feed.nextBefore ? addOlderPage(feed, action.page) : feed
    case 'captured':
      return addCaptured(feed, action.captures)
    case 'updated':
      return updateCapture(feed, action.seq, action.patch)
    case 'deleted':
      return removeDeleted(feed, action.seqs)
    case 'cleared':
      return removeCleared(feed, action.throughSeq)
    case 'binUpdated':
      return { ...feed, bin: { ...action.bin, response: { ...action.bin.response, body: feed.bin.response.body } } }
    case 'binDeleted':
      return { ...feed, binDeleted: true, captures: [], nextBefore: null, total: 0 }
    case 'accessEnded':
      return { ...feed, accessEnded: true, captures: [], nextBefore: null, total: 0 }
    case 'delivery':
      return { ...feed, deliveries: [action.delivery, ...feed.deliveries].slice(0, DELIVERIES_KEPT) }
    case 'disconnected':
      return feed.connection.state === 'stale' ? feed : { ...feed, connection: { state: 'stale', since: action.at } }
  }
}

function subscribed(feed: Feed, after: number, lastSeq: number): Feed {
  const begin = Math.min(after, lastSeq)
  return {
    ...feed,
    // A database that was restored from a backup holds fewer than the page has seen.
    captures: feed.captures.filter(({ seq }) => seq <= lastSeq),
    connection: { state: 'catching-up', missing: 0 },
    lastSeq: begin,
    sync: {
      ...feed.sync,
      epoch: feed.sync.epoch + 1,
      after: begin,
      subscribedSeq: lastSeq,
      snapshotDue: true,
      countedThrough: Math.min(feed.sync.countedThrough, lastSeq),
      deletedSeqs: [],
      patches: new Map(),
      clearedThrough: 0,
    },
  }
}

/**
 * The snapshot was read after the subscription began, and a capture that can be read implies all older ones. So what it lacks
 * within its range is gone, unless it is newer than all that the snapshot can know of.
 */
function mergeSnapshot(feed: Feed, page: FeedPage): Feed {
  const { sync } = feed
  const kept = upToDate(page.captures, sync)
  const newest = page.captures[0]?.seq ?? 0
  const oldest = page.captures.at(-1)?.seq ?? 0
  const streamed = feed.captures.filter(
    ({ seq }) => seq > Math.max(newest, sync.subscribedSeq) || (page.nextBefore !== null && seq > sync.after && seq < oldest),
  )
  const newer = streamed.filter(({ seq }) => seq > newest).length
  const readBeforeClear = oldest > 0 && oldest <= sync.clearedThrough
  const atEnd = page.nextBefore === null || readBeforeClear
  return {
    ...feed,
    captures: mergeCaptures(streamed, kept),
    nextBefore: atEnd ? null : pageEdge(Math.min(page.nextBefore!, sync.after + 1)),
    total: newer + (readBeforeClear ? kept.length : page.total - (page.captures.length - kept.length)),
    sync: {
      ...sync,
      snapshotDue: false,
      meetAt: atEnd ? 0 : (kept.at(-1)?.seq ?? 0),
      countedThrough: Math.max(newest, streamed[0]?.seq ?? 0),
      rowsMax: Math.max(ROWS_MAX, page.captures.length * 2),
    },
  }
}

/** There is nothing before 1. */
function pageEdge(before: number): number | null {
  return before <= 1 ? null : before
}

function addOlderPage(feed: Feed, page: FeedPage): Feed {
  const captures = mergeCaptures(feed.captures, upToDate(page.captures, feed.sync))
  const rowsMax = Math.max(feed.sync.rowsMax, captures.length + ROWS_MAX)
  return { ...feed, captures, nextBefore: page.nextBefore, sync: { ...feed.sync, rowsMax } }
}

function addCaptured(feed: Feed, captured: readonly CaptureSummary[]): Feed {
  const { sync } = feed
  const last = captured.reduce((max, { seq }) => Math.max(max, seq), 0)
  const fresh = upToDate(captured, sync).filter(({ seq }) => feed.nextBefore === null || seq >= feed.nextBefore)
  const uncounted = fresh.filter(({ seq }) => seq > sync.countedThrough).length
  return trim({
    ...feed,
    captures: mergeCaptures(feed.captures, fresh),
    lastSeq: Math.max(feed.lastSeq, last),
    total: feed.total + uncounted,
    sync: { ...sync, countedThrough: Math.max(sync.countedThrough, last) },
  })
}

/** The oldest rows go: they are a page again, loaded on demand. */
function trim(feed: Feed): Feed {
  if (feed.captures.length <= feed.sync.rowsMax) return feed
  const captures = feed.captures.slice(0, feed.sync.rowsMax)
  return { ...feed, captures, nextBefore: captures.at(-1)!.seq }
}

function updateCapture(feed: Feed, seq: number, patch: CaptureUpdate): Feed {
  const patches = addPatch(feed.sync.patches, seq, patch)
  return {
    ...feed,
    captures: feed.captures.map((each) => (each.seq === seq ? patched(each, patches) : each)),
    sync: { ...feed.sync, patches },
  }
}

function removeDeleted(feed: Feed, seqs: readonly number[]): Feed {
  const { sync, nextBefore, lastSeq } = feed
  const deleted = new Set(seqs.filter((seq) => !isGone(sync, seq)))
  if (deleted.size === 0) return feed
  const captures = feed.captures.filter(({ seq }) => !deleted.has(seq))
  const loaded = new Set(feed.captures.map(({ seq }) => seq))
  const isOlder = (seq: number) => nextBefore !== null && seq < nextBefore
  const isToCome = (seq: number) => seq > lastSeq && seq < sync.meetAt
  const counted = [...deleted].filter((seq) => loaded.has(seq) || isOlder(seq) || isToCome(seq)).length
  const meetAt = deleted.has(sync.meetAt) ? (captures.findLast(({ seq }) => seq > sync.meetAt)?.seq ?? 0) : sync.meetAt
  return {
    ...feed,
    captures,
    total: counted > 0 ? Math.max(captures.length, feed.total - counted) : feed.total,
    sync: { ...sync, meetAt, deletedSeqs: addSeqs(sync.deletedSeqs, deleted) },
  }
}

function removeCleared(feed: Feed, throughSeq: number): Feed {
  const { sync } = feed
  const captures = feed.captures.filter(({ seq }) => seq > throughSeq)
  const nextBefore = feed.nextBefore !== null && feed.nextBefore > throughSeq + 1 ? feed.nextBefore : null
  return {
    ...feed,
    captures,
    nextBefore,
    // Where not all that are left are loaded, the seqs tell about how many there are.
    total: Math.max(captures.length, Math.min(feed.total, sync.countedThrough - throughSeq)),
    sync: {
      ...sync,
      clearedThrough: Math.max(sync.clearedThrough, throughSeq),
      meetAt: sync.meetAt <= throughSeq ? 0 : sync.meetAt,
    },
  }
}

/** Says how far along it is; and where all there is has been loaded, the rows are the count. */
function settle(feed: Feed): Feed {
  if (feed.connection.state === 'stale') return feed
  const { snapshotDue, meetAt, subscribedSeq } = feed.sync
  const missing = Math.max(0, (snapshotDue ? subscribedSeq : meetAt) - feed.lastSeq)
  if (snapshotDue || missing > 0) return { ...feed, connection: { state: 'catching-up', missing } }
  const total = feed.nextBefore === null ? feed.captures.length : feed.total
  return { ...feed, total, connection: feed.connection.state === 'live' ? feed.connection : { state: 'live' } }
}

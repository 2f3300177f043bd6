import type { Bin, BinUpdate } from '#lib/core/bin'
import type { CaptureSummary, CaptureUpdate } from '#lib/core/capture'
import type { DeliverySummary } from '#lib/core/delivery'
import {
  addPatch,
  applyChanges,
  type DeletedCaptures,
  isDeleted,
  mergeCaptures,
  type Patches,
  withPatches,
} from './feed-captures'
import { addSeqs } from './seq-ranges'

/** What the badge shows. `missing`: about how many captures are still to arrive. `since`: milliseconds since 1970. */
export type FeedConnection = { state: 'live' } | { state: 'catching-up'; missing: number } | { state: 'stale'; since: number }

/** One page of `GET /bins/{bin}/captures`, newest first. */
export type FeedPage = { captures: readonly CaptureSummary[]; nextBefore: number | null; total: number }

/** A bin as one browser page knows it. */
export type Feed = {
  readonly bin: Bin
  readonly binDeleted: boolean
  /** The link or key that this page uses is no longer valid. */
  readonly accessEnded: boolean
  /** Newest first, without gaps once the connection is live. */
  readonly captures: readonly CaptureSummary[]
  /** Cursor of the next older page; null if there is none. */
  readonly nextBefore: number | null
  /** How many captures the bin holds, loaded or not. */
  readonly total: number
  readonly connection: FeedConnection
  /** The stream is complete up to this seq, and resumes here after a reconnect. */
  readonly lastSeq: number
  /** Deliveries since the page was opened, newest first, at most 50. */
  readonly deliveries: readonly DeliverySummary[]
  readonly sync: FeedSync
}

/**
 * Internal state of the reducer. It remembers deletions and changes since the subscription began, so that a page requested before them
 * cannot undo them.
 */
export type FeedSync = DeletedCaptures & {
  /** Changes since the subscription began. */
  readonly patches: Patches
  /** Increases with each subscription. Pages requested in an earlier epoch are ignored. */
  readonly epoch: number
  /** The seq after which this subscription's stream began, and the bin's last seq at that time. */
  readonly after: number
  readonly subscribedSeq: number
  readonly snapshotDue: boolean
  /** The oldest seq of the snapshot. Once `lastSeq` reaches it, there is no gap between stream and snapshot. */
  readonly joinsAt: number
  /** `total` includes captures up to this seq. */
  readonly countedThrough: number
  /** Most rows kept. Grows with each older page that is loaded. */
  readonly rowsMax: number
}

export type FeedAction =
  | { type: 'subscribed'; after: number; lastSeq: number }
  /** The newest captures, fetched after `subscribed` and in its epoch. */
  | { type: 'snapshot'; epoch: number; page: FeedPage }
  | { type: 'olderPage'; epoch: number; before: number; page: FeedPage }
  | { type: 'captured'; captures: readonly CaptureSummary[] }
  /** A capture's pin, note, sender or verdict changed, as reported by the stream or by the answer to this page's own change. */
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

/** The feed as rendered by the server, not connected yet. */
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
      joinsAt: 0,
      countedThrough: page.captures[0]?.seq ?? 0,
      deletedSeqs: [],
      patches: new Map(),
      clearedThrough: 0,
      rowsMax: ROWS_MAX,
    },
  }
}

/**
 * Applies one message to the feed. The order is: subscribe to the socket, fetch the snapshot, then merge.
 *
 * A client that was away for an hour and one that never left end up equal: the rows that both have loaded are the same, and match the
 * server. After a reconnect, rows older than the snapshot are dropped and loaded again on demand.
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
    // A database restored from a backup can hold fewer captures than the page has seen.
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
 * The snapshot was read after the subscription began, and captures become readable in seq order. So a capture that the snapshot lacks
 * within its range was deleted, unless it is newer than anything the snapshot can contain.
 */
function mergeSnapshot(feed: Feed, page: FeedPage): Feed {
  const { sync } = feed
  const kept = applyChanges(page.captures, sync)
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
      joinsAt: atEnd ? 0 : (kept.at(-1)?.seq ?? 0),
      countedThrough: Math.max(newest, streamed[0]?.seq ?? 0),
      rowsMax: Math.max(ROWS_MAX, page.captures.length * 2),
    },
  }
}

/** Seqs start at 1, so there is no page before 1. */
function pageEdge(before: number): number | null {
  return before <= 1 ? null : before
}

function addOlderPage(feed: Feed, page: FeedPage): Feed {
  const captures = mergeCaptures(feed.captures, applyChanges(page.captures, feed.sync))
  const rowsMax = Math.max(feed.sync.rowsMax, captures.length + ROWS_MAX)
  return { ...feed, captures, nextBefore: page.nextBefore, sync: { ...feed.sync, rowsMax } }
}

function addCaptured(feed: Feed, captured: readonly CaptureSummary[]): Feed {
  const { sync } = feed
  const last = captured.reduce((max, { seq }) => Math.max(max, seq), 0)
  const fresh = applyChanges(captured, sync).filter(({ seq }) => feed.nextBefore === null || seq >= feed.nextBefore)
  const uncounted = fresh.filter(({ seq }) => seq > sync.countedThrough).length
  return trim({
    ...feed,
    captures: mergeCaptures(feed.captures, fresh),
    lastSeq: Math.max(feed.lastSeq, last),
    total: feed.total + uncounted,
    sync: { ...sync, countedThrough: Math.max(sync.countedThrough, last) },
  })
}

/** Drops the oldest rows, which can be loaded again as a page. */
function trim(feed: Feed): Feed {
  if (feed.captures.length <= feed.sync.rowsMax) return feed
  const captures = feed.captures.slice(0, feed.sync.rowsMax)
  return { ...feed, captures, nextBefore: captures.at(-1)!.seq }
}

function updateCapture(feed: Feed, seq: number, patch: CaptureUpdate): Feed {
  const patches = addPatch(feed.sync.patches, seq, patch)
  return {
    ...feed,
    captures: feed.captures.map((each) => (each.seq === seq ? withPatches(each, patches) : each)),
    sync: { ...feed.sync, patches },
  }
}

function removeDeleted(feed: Feed, seqs: readonly number[]): Feed {
  const { sync, nextBefore, lastSeq } = feed
  const deleted = new Set(seqs.filter((seq) => !isDeleted(sync, seq)))
  if (deleted.size === 0) return feed
  const captures = feed.captures.filter(({ seq }) => !deleted.has(seq))
  const loaded = new Set(feed.captures.map(({ seq }) => seq))
  const isOlder = (seq: number) => nextBefore !== null && seq < nextBefore
  const isToCome = (seq: number) => seq > lastSeq && seq < sync.joinsAt
  const counted = [...deleted].filter((seq) => loaded.has(seq) || isOlder(seq) || isToCome(seq)).length
  const joinsAt = deleted.has(sync.joinsAt) ? (captures.findLast(({ seq }) => seq > sync.joinsAt)?.seq ?? 0) : sync.joinsAt
  return {
    ...feed,
    captures,
    total: counted > 0 ? Math.max(captures.length, feed.total - counted) : feed.total,
    sync: { ...sync, joinsAt, deletedSeqs: addSeqs(sync.deletedSeqs, deleted) },
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
    // If not all remaining captures are loaded, the seqs give an estimate.
    total: Math.max(captures.length, Math.min(feed.total, sync.countedThrough - throughSeq)),
    sync: {
      ...sync,
      clearedThrough: Math.max(sync.clearedThrough, throughSeq),
      joinsAt: sync.joinsAt <= throughSeq ? 0 : sync.joinsAt,
    },
  }
}

/** Updates the connection state. If all captures are loaded, `total` is the number of rows. */
function settle(feed: Feed): Feed {
  if (feed.connection.state === 'stale') return feed
  const { snapshotDue, joinsAt, subscribedSeq } = feed.sync
  const missing = Math.max(0, (snapshotDue ? subscribedSeq : joinsAt) - feed.lastSeq)
  if (snapshotDue || missing > 0) return { ...feed, connection: { state: 'catching-up', missing } }
  const total = feed.nextBefore === null ? feed.captures.length : feed.total
  return { ...feed, total, connection: feed.connection.state === 'live' ? feed.connection : { state: 'live' } }
}

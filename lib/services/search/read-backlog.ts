import type { BacklogLimits } from '#lib/scan/scan'
import { PARSED_BODY_LENGTH_MAX } from '#lib/senders/parse-request'
import type { BacklogRange, BacklogReads, BacklogStep, ReadFacts, SearchReads } from '#lib/store/store'
import type { StoredSummary } from '#lib/store/stored-capture'
import { factsByHeaders, factsOf } from '../facts-of'
import { upToBytes } from '../up-to-bytes'
import { createYieldToOthers, type YieldToOthers } from './yield-to-others'

const RANGES_MAX = 32

type Reads = BacklogReads & Pick<SearchReads, 'findCaptures'>
type Unread = { capture: StoredSummary; bytes: number }

/** Runs on the search thread: reads captures of the backlog within the limits, at least one, and writes nothing. */
export async function readBacklog(store: Reads, { rows, bytes }: BacklogLimits, signal: AbortSignal): Promise<BacklogStep[]> {
  const yieldToOthers = createYieldToOthers()
  const steps: BacklogStep[] = []
  let [rowsLeft, bytesLeft] = [rows, bytes]
  for (const range of await store.backlogRanges(RANGES_MAX)) {
    if (rowsLeft <= 0 || bytesLeft <= 0 || signal.aborted) break
    const unread = await store.unreadCaptures(range, rowsLeft)
    const some = upToBytes(unread, bytesLeft)
    const read = await readFactsOf(store, range, some, yieldToOthers)
    const isAll = some.length === unread.length && unread.length < rowsLeft
    steps.push({ range, read, left: isAll ? null : some.at(-1)!.capture.seq - 1 })
    rowsLeft -= some.length
    bytesLeft -= some.reduce((sum, each) => sum + each.bytes, 0)
  }
  return steps
}

async function readFactsOf(
  store: Pick<Reads, 'findCaptures'>,
  { bin }: BacklogRange,
  unread: readonly Unread[],
  yieldToOthers: YieldToOthers,
): Promise<ReadFacts[]> {
  const whole = unread.filter(({ capture, bytes }) => !capture.truncated && bytes <= PARSED_BODY_LENGTH_MAX)
  const bodies = new Map(
    (
      await store.findCaptures(
        bin.key,
        whole.map(({ capture }) => capture.seq),
      )
    ).map((found) => [found.seq, found.body]),
  )
  const read: ReadFacts[] = []
  for (const { capture } of unread) {
    const body = bodies.get(capture.seq)
    const facts = body ? factsOf({ ...capture, body }) : factsByHeaders(capture)
    read.push({ seq: capture.seq, receivedAt: capture.receivedAt, facts })
    await yieldToOthers()
  }
  return read
}

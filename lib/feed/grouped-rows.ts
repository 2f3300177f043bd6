import { sameBytes } from '#lib/core/attempts'
import type { CaptureSummary } from '#lib/core/capture'
import type { GroupedAttempts } from './group-attempts'
import type { ListRows } from './list-rows'

type Captures = readonly CaptureSummary[]

/** A row's position among the attempts of its message. */
export type AttemptRow = {
  /** Loaded attempts of this message. */
  count: number
  /** 1 is the first attempt. */
  number: number
  /** Milliseconds since the previous attempt; null for the first. */
  intervalMs: number | null
  /** The newest attempt, under which the others are shown or folded. */
  head: boolean
  open: boolean
  /** Not all attempts have the same body. */
  differs: boolean
}

export type GroupedRows = ListRows & {
  /** null if the capture in this row has no other attempts. */
  attempt(index: number): AttemptRow | null
  /** The row's capture and the attempts that are folded under it. */
  capturesAt(index: number): Captures
  /** Index among the heads of this row or, for an unfolded attempt, of the head above it. */
  headPlace(index: number): number
}

type Unfolded = { place: number; attempts: Captures }

/**
 * `heads` with the older attempts inserted below the heads of unfolded messages. `open` has the id of any attempt of each unfolded
 * message. `heads` has only the newest attempt of each message, and may have gaps.
 */
export function groupedRows(heads: ListRows, { attempts }: GroupedAttempts, open: ReadonlySet<string>): GroupedRows {
  const unfolded = unfoldedAt(heads, attempts, open)
  const added = unfolded.reduce((sum, each) => sum + each.attempts.length - 1, 0)

  /** Index among the heads, and how far the row is below its head. */
  function find(index: number): { place: number; below: number } {
    let before = 0
    for (const each of unfolded) {
      const at = each.place + before
      if (index <= at) break
      if (index < at + each.attempts.length) return { place: each.place, below: index - at }
      before += each.attempts.length - 1
    }
    return { place: index - before, below: 0 }
  }

  function at(index: number): CaptureSummary | null {
    const { place, below } = find(index)
    const head = heads.at(place)
    return head && below > 0 ? attempts.get(head.id)![below]! : head
  }

  const addedAbove = (place: number) =>
    unfolded.reduce((sum, each) => (each.place < place ? sum + each.attempts.length - 1 : sum), 0)
  const isOpen = (place: number) => unfolded.some((each) => each.place === place)

  return {
    count: heads.count + added,
    at,
    headPlace: (index) => find(index).place,
    indexOf(seq) {
      for (const each of unfolded) {
        const below = each.attempts.findIndex((attempt) => attempt.seq === seq)
        if (below >= 0) return each.place + addedAbove(each.place) + below
      }
      const place = heads.indexOf(seq)
      return place + addedAbove(place)
    },
    attempt(index) {
      const { place, below } = find(index)
      const all = attempts.get(heads.at(place)?.id ?? '')
      return all ? rowOf(all, below, isOpen(place)) : null
    },
    capturesAt(index) {
      const capture = at(index)
      if (!capture) return []
      const folded = isOpen(find(index).place) ? undefined : attempts.get(capture.id)
      return folded ?? [capture]
    },
  }
}

function unfoldedAt(heads: ListRows, attempts: GroupedAttempts['attempts'], open: ReadonlySet<string>): Unfolded[] {
  if (open.size === 0) return []
  return [...attempts.values()]
    .filter((all) => all.some(({ id }) => open.has(id)))
    .map((all) => ({ place: heads.indexOf(all[0]!.seq), attempts: all }))
    .sort((a, b) => a.place - b.place)
}

function rowOf(attempts: Captures, below: number, open: boolean): AttemptRow {
  const [capture, before, first] = [attempts[below]!, attempts[below + 1], attempts.at(-1)!]
  return {
    count: attempts.length,
    number: attempts.length - below,
    intervalMs: before ? Date.parse(capture.receivedAt) - Date.parse(before.receivedAt) : null,
    head: below === 0,
    open,
    differs: attempts.some((each) => sameBytes(first, each) === false),
  }
}

import { sameBytes } from '#lib/core/attempts'
import type { CaptureSummary } from '#lib/core/capture'
import type { GroupedAttempts } from './group-attempts'
import type { ListRows } from './list-rows'

type Captures = readonly CaptureSummary[]

/** What a row is of its delivery. */
export type RowOfDelivery = {
  /** Attempts of this delivery that are loaded. */
  count: number
  /** 1 is the first attempt. */
  number: number
  /** Milliseconds since the attempt before; null for the first. */
  intervalMs: number | null
  /** The newest attempt, below which the others stand or are folded away. */
  head: boolean
  open: boolean
  /** Among the attempts are bodies that are not the same. */
  differs: boolean
}

export type GroupedRows = ListRows & {
  /** null where the capture at this place stands alone. */
  delivery(index: number): RowOfDelivery | null
  /** What the row at this place stands for: its capture, and the attempts that are folded under it. */
  standsFor(index: number): Captures
  /** Where this place, or the one that it is unfolded below, stands among the heads. */
  headPlace(index: number): number
}

type Unfolded = { place: number; attempts: Captures }

/**
 * `heads` with the attempts of the deliveries that are open (by the id of any attempt) below the newest one. `heads` holds no
 * other attempts than the newest ones, and may have gaps.
 */
export function groupedRows(heads: ListRows, { attempts }: GroupedAttempts, open: ReadonlySet<string>): GroupedRows {
  const unfolded = unfoldedAt(heads, attempts, open)
  const added = unfolded.reduce((sum, each) => sum + each.attempts.length - 1, 0)

  /** Place among the heads, and how far below the head. */
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
    delivery(index) {
      const { place, below } = find(index)
      const all = attempts.get(heads.at(place)?.id ?? '')
      return all ? rowOf(all, below, isOpen(place)) : null
    },
    standsFor(index) {
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

function rowOf(attempts: Captures, below: number, open: boolean): RowOfDelivery {
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

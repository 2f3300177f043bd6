import type { FilterQuery } from '#lib/scan/scan'
import type { WatchQuery } from './matches'

type Watcher = { cursor: number; wanted: WatchQuery }

/** Collects the filters of a group. Equal filters from the same seq on are matched only once. */
export function groupQueries<W extends Watcher>(group: readonly W[]) {
  const filters: FilterQuery[] = []
  const indexes = new Map<string, number>()
  const indexesOf = new Map<W, number[]>()
  for (const watcher of group) {
    const { cursor: after, wanted } = watcher
    indexesOf.set(
      watcher,
      wanted.texts.map((text) => indexOf({ text, permission: wanted.permission, now: namesTime(text) ? wanted.now : 0, after })),
    )
  }
  return {
    filters,
    resultsFor: (watcher: W, matched: readonly (readonly number[])[]) => indexesOf.get(watcher)!.map((index) => matched[index]!),
  }

  function indexOf(filter: FilterQuery): number {
    const { text, permission, now, after } = filter
    const key = JSON.stringify([after, now, permission, text])
    const known = indexes.get(key)
    if (known !== undefined) return known
    indexes.set(key, filters.length)
    return filters.push(filter) - 1
  }
}

/** Whether the result may depend on the time, as that of `after:10m` does. */
function namesTime(text: string): boolean {
  return /after:|before:/i.test(text)
}

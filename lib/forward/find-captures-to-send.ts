import { FULL_PERMISSION } from '#lib/core/permission'
import type { Scan } from '#lib/scan/scan'
import type { StoredForward } from '#lib/store/forward-store'
import type { Store } from '#lib/store/store'
import type { StoredBin } from '#lib/store/stored-bin'

export type FindPorts = {
  store: Pick<Store, 'captureSizes' | 'settledSeqs'>
  scan: Pick<Scan, 'matchFilters'>
  now(): number
}

type Search = { bin: StoredBin; forward: StoredForward; after: number; through: number }

const PAGE = 200
/** The store accepts no more seqs in one query. */
const MATCHED_MAX = 500

/**
 * Returns the captures after `after` that a forward wants and has not settled yet, and the seq up to which it searched. Captures after the
 * cursor may be settled already: the cursor stays before the first one that is not. Without a filter, only sizes are read; with one, the search
 * thread matches the captures. null if the bin was deleted.
 */
export async function findCapturesToSend(
  ports: FindPorts,
  { bin, forward, after, through }: Search,
): Promise<{ captures: { seq: number; bytes: number }[]; through: number } | null> {
  const wanted = forward.q === null ? null : await matching(ports, { bin, forward, after, through }, forward.q)
  const range = { after, through: wanted?.through ?? through, limit: wanted ? MATCHED_MAX : PAGE }
  const none = wanted?.seqs.length === 0
  const found = none ? [] : await ports.store.captureSizes(bin.key, wanted ? { ...range, seqs: wanted.seqs } : range)
  if (!found) return null
  const last = !wanted && found.length === PAGE ? found.at(-1)!.seq : range.through
  if (found.length === 0) return { captures: [], through: last }
  const settled = await ports.store.settledSeqs(forward, { after, through: last })
  return { captures: found.filter(({ seq }) => !settled.has(seq)), through: last }
}

async function matching(
  { scan, now }: FindPorts,
  { bin, after, through }: Search,
  text: string,
): Promise<{ seqs: number[]; through: number }> {
  const filters = [{ text, permission: FULL_PERMISSION, now: now(), after }]
  const result = await scan.matchFilters({ bin, filters, through, changedSeqs: [] })
  const seqs = result.matched[0]!
  return seqs.length <= MATCHED_MAX
    ? { seqs, through: result.through }
    : { seqs: seqs.slice(0, MATCHED_MAX), through: seqs[MATCHED_MAX - 1]! }
}

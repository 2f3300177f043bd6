import { allCaptures, get, type OwnBin } from '../creel/creel-api'
import { type Acknowledged, bodyOf } from './posting'

/** The result of auditing one bin. All numbers except `acknowledged` and `stored` must be 0. */
export type Audit = {
  acknowledged: number
  stored: number
  /** Acknowledged but not stored, or stored with a different id or body. */
  lost: number
  /** Stored more than once. */
  doubled: number
  /** Gaps in the sequence 1, 2, 3 … of seqs. */
  gaps: number
}

export const CLEAN: Audit = { acknowledged: 0, stored: 0, lost: 0, doubled: 0, gaps: 0 }

/** Bodies are compared only for this many of the newest captures, because those near a kill are at risk. */
const BODIES_COMPARED = 100

/** Compares what was promised with what the server returns. */
export async function audit(origin: string, bin: OwnBin, acknowledged: Acknowledged): Promise<Audit> {
  const captures = await allCaptures(origin, bin)
  const storedAs = new Map<string, string>()
  let doubled = 0
  let gaps = 0
  for (const [index, { id, seq, path }] of captures.entries()) {
    const sent = path.slice(1)
    if (storedAs.has(sent)) doubled += 1
    storedAs.set(sent, id)
    if (seq !== index + 1) gaps += 1
  }
  const lost = new Set([...acknowledged].filter(([sent, promised]) => storedAs.get(sent) !== promised).map(([sent]) => sent))
  for (const sent of [...acknowledged.keys()].slice(-BODIES_COMPARED)) {
    if (lost.has(sent)) continue
    const { body } = await get(origin, bin, `/captures/${storedAs.get(sent)}/body`)
    if (body.toString() !== bodyOf(sent)) lost.add(sent)
  }
  return { acknowledged: acknowledged.size, stored: captures.length, lost: lost.size, doubled, gaps }
}

export function sumOf(a: Audit, b: Audit): Audit {
  return {
    acknowledged: a.acknowledged + b.acknowledged,
    stored: a.stored + b.stored,
    lost: a.lost + b.lost,
    doubled: a.doubled + b.doubled,
    gaps: a.gaps + b.gaps,
  }
}

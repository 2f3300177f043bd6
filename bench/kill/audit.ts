import { allCaptures, get, type OwnBin } from '../creel/creel-api'
import { type Acknowledged, bodyOf } from './posting'

/** What an audit of one bin found; all but `acknowledged` and `stored` must be 0. */
export type Audit = {
  acknowledged: number
  stored: number
  /** Acknowledged and not stored, or stored under another id than was promised, or with another body. */
  lost: number
  /** Stored more than once. */
  doubled: number
  /** Places where seq does not go on by one, from 1. */
  gaps: number
}

export const CLEAN: Audit = { acknowledged: 0, stored: 0, lost: 0, doubled: 0, gaps: 0 }

/** How many of the newest have their bodies compared: those near a kill are the ones at risk. */
const BODIES_COMPARED = 100

/** Compares what was promised with what the server gives back. */
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

import type { JudgedCondition, Judgement } from './conditions'

const NEAREST_MAX = 3

/** A capture that did not match, and which conditions it met. */
export type Nearest = { captureId: string; seq: number; conditions: JudgedCondition[] }

/** Keeps the captures that meet the most conditions; among equals, the latest. */
export type NearestCaptures = {
  add(capture: { id: string; seq: number }, judgement: Judgement): void
  /** At most 3, nearest first. */
  list(): Nearest[]
}

export function createNearest(): NearestCaptures {
  let kept: (Nearest & { metCount: number })[] = []
  return {
    add({ id, seq }, { metCount, conditions }) {
      const nearer = kept.filter((each) => each.metCount > metCount || (each.metCount === metCount && each.seq > seq))
      if (nearer.length === NEAREST_MAX) return
      const farther = kept.slice(nearer.length)
      kept = [...nearer, { captureId: id, seq, conditions: conditions(), metCount }, ...farther].slice(0, NEAREST_MAX)
    },
    list: () => kept.map(({ metCount: _, ...nearest }) => nearest),
  }
}

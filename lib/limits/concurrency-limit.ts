import type { ConcurrencyLimit } from './limits'

/** A `max` of null means no limit. */
export function createConcurrencyLimit(max: number | null): ConcurrencyLimit {
  const taken = new Map<string, number>()
  const isFull = (subject: string) => max !== null && (taken.get(subject) ?? 0) >= max
  return {
    isFull,
    acquire(subject) {
      if (isFull(subject)) return null
      taken.set(subject, (taken.get(subject) ?? 0) + 1)
      let released = false
      return () => {
        if (released) return
        released = true
        const rest = taken.get(subject)! - 1
        if (rest === 0) taken.delete(subject)
        else taken.set(subject, rest)
      }
    },
  }
}

import type { Places } from './limits'

/** A `max` of null means no limit. */
export function createPlaces(max: number | null): Places {
  const taken = new Map<string, number>()
  const isFull = (subject: string) => max !== null && (taken.get(subject) ?? 0) >= max
  return {
    isFull,
    enter(subject) {
      if (isFull(subject)) return null
      taken.set(subject, (taken.get(subject) ?? 0) + 1)
      let left = false
      return () => {
        if (left) return
        left = true
        const rest = taken.get(subject)! - 1
        if (rest === 0) taken.delete(subject)
        else taken.set(subject, rest)
      }
    },
  }
}

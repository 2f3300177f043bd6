import type { Candidate } from './candidate'
import type { Filter } from './filter'
import { type MatchTerm, matchTerm } from './match-term'

/** Whether a capture matches; null if its known part does not decide that. */
export type MatchFilter = (candidate: Candidate) => boolean | null

/** Compiles a filter for many calls. `now`, in milliseconds since 1970, is what `10m` ago counts from. */
export function compileFilter(filter: Filter, now: number): MatchFilter {
  switch (filter.kind) {
    case 'all':
      return () => true
    case 'and':
      return all(filter.parts.map((part) => compileFilter(part, now)))
    case 'or':
      return any(filter.parts.map((part) => compileFilter(part, now)))
    case 'not': {
      const part = compileFilter(filter.part, now)
      return (candidate) => negated(part(candidate))
    }
    default:
      return matchTerm(filter, now)
  }
}

/** Whether a completely known capture matches. */
export function matches(filter: Filter, candidate: Candidate, now: number): boolean {
  return compileFilter(filter, now)(candidate) === true
}

function negated(answer: boolean | null): boolean | null {
  return answer === null ? null : !answer
}

/** A part that does not match decides, even if others are undecided. */
function all(parts: readonly (MatchTerm | MatchFilter)[]): MatchFilter {
  return (candidate) => {
    let undecided = false
    for (const part of parts) {
      const answer = part(candidate)
      if (answer === false) return false
      if (answer === null) undecided = true
    }
    return undecided ? null : true
  }
}

function any(parts: readonly (MatchTerm | MatchFilter)[]): MatchFilter {
  const none = all(parts.map((part) => (candidate: Candidate) => negated(part(candidate))))
  return (candidate) => negated(none(candidate))
}

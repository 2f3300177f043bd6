import type { Filter, Term } from './filter'
import { foundValue, type WholeCandidate } from './found-value'
import { type MatchTerm, matchTerm } from './match-term'
import { parseWithTerms } from './parse-filter'

/** One condition of a filter, judged by itself. `found`: the value it looked at, as JSON; null: nothing. */
export type JudgedCondition = { text: string; met: boolean; found: string | null }

/** Judges a fully known capture by each condition of a filter. */
export type JudgeConditions = (candidate: WholeCandidate) => Judgement

/** `conditions`: in the order of the filter, computed when called. */
export type Judgement = { metCount: number; conditions(): JudgedCondition[] }

type Condition = { text: string; term: Term; negated: boolean; match: MatchTerm }

/**
 * Prepares a filter to be judged condition by condition, ignoring `and`, `or` and parentheses. The empty filter and an invalid one have
 * no conditions. Under an odd number of `not`s, a condition is met if it does not match. `now` as for `compileFilter`.
 */
export function judgeConditions(text: string, now: number): JudgeConditions {
  const typed = new Map<Term, string>()
  const parsed = parseWithTerms(text, (term, part) => typed.set(term, part))
  const conditions: Condition[] = []
  if (parsed.ok) collect(parsed.filter, false)
  return (candidate) => {
    const met = conditions.map(({ match, negated }) => (match(candidate) === true) !== negated)
    return {
      metCount: met.filter(Boolean).length,
      conditions: () => conditions.map(({ text, term }, i) => ({ text, met: met[i]!, found: foundValue(term, candidate) })),
    }
  }

  function collect(filter: Filter, negated: boolean): void {
    switch (filter.kind) {
      case 'all':
        return
      case 'and':
      case 'or':
        for (const part of filter.parts) collect(part, negated)
        return
      case 'not':
        collect(filter.part, !negated)
        return
      default:
        conditions.push({
          text: `${negated ? 'not ' : ''}${typed.get(filter)!}`,
          term: filter,
          negated,
          match: matchTerm(filter, now),
        })
    }
  }
}

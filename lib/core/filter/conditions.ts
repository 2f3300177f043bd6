import type { Filter, Term } from './filter'
import { foundValue, type WholeCandidate } from './found-value'
import { type MatchTerm, matchTerm } from './match-term'
import { parseTelling } from './parse-filter'

/** One condition of a filter, judged by itself. `found`: what stands where it looks, as JSON text; null: nothing does. */
export type JudgedCondition = { text: string; met: boolean; found: string | null }

/** Judges a capture of which everything is known by each condition of a filter. */
export type JudgeConditions = (candidate: WholeCandidate) => Judgement

/** `conditions`: in the order of the filter. What was found is looked for when it is asked for. */
export type Judgement = { metCount: number; conditions(): JudgedCondition[] }

type Condition = { text: string; term: Term; negated: boolean; match: MatchTerm }

/**
 * Makes a filter ready to be judged condition by condition, whatever `and`, `or` and parentheses say: none for the empty filter and for a text
 * that is no filter. A condition below an odd number of `not`s is met where what stands behind them is not. `now` as for `compileFilter`.
 */
export function judgeConditions(text: string, now: number): JudgeConditions {
  const typed = new Map<Term, string>()
  const parsed = parseTelling(text, (term, part) => typed.set(term, part))
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

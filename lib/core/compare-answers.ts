/**
 * The response to one of several equal requests. `why`: "was not sent: …" or "got no response: …". `body`: compared with that of the
 * first, null if unknown.
 */
export type RepeatedAnswer = { status: number; body: 'same' | 'different' | null } | { status: null; why: string }

/**
 * What the answers to equal requests say about the receiver, one sentence for each run of equal answers: "The second got 200 like
 * the first, with the same body." Empty for fewer than two.
 */
export function compareAnswers(answers: readonly RepeatedAnswer[]): string[] {
  const [first] = answers
  if (!first || answers.length < 2) return []
  const sentences = first.status === null ? [`The first ${withoutStop(first.why)}.`] : []
  let from = 1
  for (let i = 1; i < answers.length; i += 1) {
    const text = besideFirst(answers[i]!, first)
    const next = answers[i + 1]
    if (next && besideFirst(next, first) === text) continue
    sentences.push(`The ${span(from, i)} ${from === i ? text : text.replace(/^was/, 'were')}.`)
    from = i + 1
  }
  return sentences
}

const BODIES = { same: ', with the same body', different: ', with a different body' }

function besideFirst(answer: RepeatedAnswer, first: RepeatedAnswer): string {
  if (answer.status === null) return withoutStop(answer.why)
  if (first.status === null) return `got ${answer.status}`
  if (first.status !== answer.status) return `got ${answer.status}, and the first ${first.status}`
  return `got ${answer.status} like the first${answer.body === null ? '' : BODIES[answer.body]}`
}

const withoutStop = (text: string) => text.replace(/\.$/, '')

const ORDINALS = [
  ...['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth', 'eleventh', 'twelfth'],
  ...['thirteenth', 'fourteenth', 'fifteenth', 'sixteenth', 'seventeenth', 'eighteenth', 'nineteenth', 'twentieth'],
]

/** `second`, `second and the third`, `second to the fifth`. `from` and `to` count from 0. */
function span(from: number, to: number): string {
  if (from === to) return ordinal(from)
  return `${ordinal(from)} ${to === from + 1 ? 'and' : 'to'} the ${ordinal(to)}`
}

const ordinal = (index: number) => ORDINALS[index] ?? `${index + 1}th`

import type { Sender } from '../capture'
import type { Candidate } from './candidate'
import type { Pattern } from './filter'
import { type FindText, wholeText } from './find-pattern'

/** A condition on a summary's sender or message id. Undecided while the body may still change them. */
export function factCondition(match: (summary: Candidate['summary']) => boolean): (candidate: Candidate) => boolean | null {
  return ({ summary, factsPending }) => (factsPending ? null : match(summary))
}

/** Matches the provider's id or its label. */
export function isProvider(find: FindText): (sender: Sender | null) => boolean {
  return (sender) => [sender?.provider, sender?.label].some((name) => typeof name === 'string' && find(name))
}

/** `issues` also matches `issues.opened`. */
export function isEvent(pattern: Pattern): (sender: Sender | null) => boolean {
  const same = wholeText(pattern)
  const below = wholeText([...pattern.slice(0, -1), `${pattern.at(-1)}.`, ''])
  return (sender) => {
    const event = sender?.event ?? null
    return event !== null && (same(event) || below(event))
  }
}

/** `find` expects lower case. */
export function namesSender(find: FindText, sender: Sender | null): boolean {
  return sender !== null && [sender.label, sender.event, sender.summary].some((text) => text !== null && find(text.toLowerCase()))
}

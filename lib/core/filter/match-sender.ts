import type { Sender } from '../capture'
import type { Candidate } from './candidate'
import type { Pattern } from './filter'
import { type FindText, wholeText } from './find-pattern'

// Headers alone may tell less than headers and body: `issues` of `issues.opened`, or the relay that signed for somebody. What a
// row says counts, and what the body adds counts too; so a row decides at once where the body could not say otherwise.

/** Signing services, behind which the body may show another sender. */
const RELAYS: ReadonlySet<string> = new Set(['svix', 'standard-webhooks'])

export function matchProvider(find: FindText): (candidate: Candidate) => boolean | null {
  const is = (sender: Sender | null) => sender !== null && (find(sender.provider) || find(sender.label))
  return ({ summary, sender }) => {
    if (is(summary.sender)) return true
    if (summary.sender && !RELAYS.has(summary.sender.provider)) return false
    return sender ? is(sender()) : null
  }
}

/** `issues` is `issues.opened` too. */
export function matchEvent(pattern: Pattern): (candidate: Candidate) => boolean | null {
  const same = wholeText(pattern)
  const below = wholeText([...pattern.slice(0, -1), `${pattern.at(-1)}.`, ''])
  const is = (sender: Sender | null) => {
    const event = sender?.event ?? null
    return event !== null && (same(event) || below(event))
  }
  return ({ summary, sender }) => {
    if (is(summary.sender)) return true
    if (sender) return is(sender())
    return mayGrowInto(summary.sender?.event ?? null, pattern) ? null : false
  }
}

/** Whether the body may turn what the headers call it into what is looked for. */
function mayGrowInto(event: string | null, pattern: Pattern): boolean {
  if (event === null || pattern.length > 1) return true
  return pattern[0]!.toLowerCase().startsWith(`${event.toLowerCase()}.`)
}

/** `find` takes lower case. */
export function namesSender(find: FindText, sender: Sender | null): boolean {
  return sender !== null && [sender.label, sender.event, sender.summary].some((text) => text !== null && find(text.toLowerCase()))
}

import { decodedUtf8 } from '../content'
import { isRefused } from '../reply'
import type { Candidate, FilteredSummary } from './candidate'
import type { Comparison, NumberField, Pattern, SignatureMark, Term } from './filter'
import { type FindText, partOfLower, wholeText } from './find-pattern'
import { forwardMark } from './forward-mark'
import { matchJsonIs, matchJsonText } from './match-json'
import { factCondition, isEvent, isProvider, namesSender } from './match-sender'

/** Whether a capture meets a condition; null if its known part does not decide that. */
export type MatchTerm = (candidate: Candidate) => boolean | null

export function matchTerm(term: Term, now: number): MatchTerm {
  switch (term.kind) {
    case 'text':
      return matchText(partOfLower(term.pattern))
    case 'whole':
      return matchWhole(term.field, term.pattern)
    case 'part':
      return matchPart(term.field, partOfLower(term.pattern))
    case 'named':
      return matchNamed(term)
    case 'jsonIs':
      return ofBody((body) => matchJsonIs(term, body.json()))
    case 'jsonText':
      return ofBody(matchJsonText(term))
    case 'number':
      return ({ summary }) => {
        const number = numberOf(term.field, summary)
        return number !== null && compareNumbers(number, term.op, term.value)
      }
    case 'time': {
      const edge = 'ago' in term ? now - term.ago : term.at
      return ({ summary }) => Date.parse(summary.receivedAt) >= edge === (term.side === 'after')
    }
    case 'is':
      return ({ summary }) => hasFlag(term.what, summary)
    case 'signature':
      return ({ summary }) => signatureMark(summary) === term.what
    case 'forward':
      return ({ forwardMarks }) => (forwardMarks ? forwardMarks().has(forwardMark(term)) : null)
    case 'has':
      return matchHas(term.what)
  }
}

/** null if the capture has no such number. */
export function numberOf(field: NumberField, { bodySize, seq, reply }: FilteredSummary): number | null {
  switch (field) {
    case 'size':
      return bodySize
    case 'seq':
      return seq
    case 'reply':
      return reply?.status ?? null
  }
}

export function signatureMark({ signature }: FilteredSummary): SignatureMark {
  return signature?.verdict ?? 'none'
}

export function hasFlag(what: Extract<Term, { kind: 'is' }>['what'], summary: FilteredSummary): boolean {
  return what === 'refused' ? isRefused(summary.reply) : summary[what]
}

export function compareNumbers(left: number, op: Comparison, right: number): boolean {
  switch (op) {
    case '==':
      return left === right
    case '!=':
      return left !== right
    case '>':
      return left > right
    case '>=':
      return left >= right
    case '<':
      return left < right
    case '<=':
      return left <= right
  }
}

function ofBody(match: (body: NonNullable<ReturnType<NonNullable<Candidate['body']>>>) => boolean): MatchTerm {
  return (candidate) => (candidate.body ? match(candidate.body()) : null)
}

const ofLower = (find: FindText) => (text: string) => find(text.toLowerCase())
const holds = (find: FindText, text: string | null) => text !== null && find(text.toLowerCase())

/** Header values are kept as Latin-1. One that was sent as UTF-8 also matches as the text that its sender wrote. */
function holdsSent(find: FindText, value: string | null): boolean {
  if (value === null) return false
  if (find(value)) return true
  const sent = decodedUtf8(value)
  return sent !== null && find(sent)
}

function matchWhole(field: Extract<Term, { kind: 'whole' }>['field'], pattern: Pattern): MatchTerm {
  const find = wholeText(pattern, { matchCase: field === 'path' || field === 'message' })
  if (field === 'from') return ({ summary }) => find(summary.remoteAddress)
  if (field === 'method' || field === 'path') return ({ summary }) => find(summary[field])
  if (field === 'message') return factCondition(({ messageId }) => messageId !== null && find(messageId))
  if (field === 'crc') return ({ summary }) => summary.bodyCrc32 !== null && find(summary.bodyCrc32)
  const is = field === 'event' ? isEvent(pattern) : isProvider(find)
  return factCondition(({ sender }) => is(sender))
}

function matchPart(field: Extract<Term, { kind: 'part' }>['field'], find: FindText): MatchTerm {
  const findLower = ofLower(find)
  switch (field) {
    case 'query':
      return ({ summary }) => holds(find, summary.query)
    case 'type':
      return ({ summary }) => holdsSent(findLower, summary.contentType)
    case 'agent':
      return ({ summary }) => holdsSent(findLower, summary.userAgent)
    case 'note':
      return ({ summary }) => holds(find, summary.note)
    case 'body':
      return ofBody((body) => find(body.lower()))
  }
}

function matchNamed({ of, name, pattern }: Extract<Term, { kind: 'named' }>): MatchTerm {
  const find = pattern ? wholeText(pattern) : () => true
  if (of === 'query') {
    return ({ summary }) => new URLSearchParams(summary.query ?? '').getAll(name).some(find)
  }
  return ({ headers }) =>
    headers ? headers().some(([each, value]) => each.toLowerCase() === name && holdsSent(find, value)) : null
}

function matchHas(what: Extract<Term, { kind: 'has' }>['what']): MatchTerm {
  switch (what) {
    case 'body':
      return ({ summary }) => summary.bodySize > 0
    case 'query':
      return ({ summary }) => (summary.query ?? '') !== ''
    case 'delivery':
      return ({ hasDelivery }) => (hasDelivery ? hasDelivery() : null)
    case 'note':
      return ({ summary }) => summary.note !== null
    case 'provider':
      return factCondition(({ sender }) => sender !== null && sender.provider !== null)
  }
}

/** Free text: searches the row and the sender, then the headers, then the body, so the cheapest come first. */
function matchText(find: FindText): MatchTerm {
  const findLower = ofLower(find)
  return ({ summary, factsPending, headers, body }) => {
    const line = `${summary.method} ${summary.path}${summary.query === null ? '' : `?${summary.query}`}`
    const shown = [line, summary.contentType, summary.userAgent, summary.note]
    if (shown.some((text) => holds(find, text)) || (!factsPending && namesSender(find, summary.sender))) return true
    if (headers?.().some(([name, value]) => holdsSent(findLower, `${name}: ${value}`))) return true
    if (body && find(body().lower())) return true
    return headers && !factsPending && (body || summary.bodySize === 0) ? false : null
  }
}
